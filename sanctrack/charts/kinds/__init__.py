"""The kinds of pictures, a file each; `sanctrack.charts.header.Chart` says what each declares."""

"""The formats of reports, a file each; `sanctrack.formats.Format` says what each declares."""

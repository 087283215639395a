"""The kinds of report blocks, a file each; `ReportBlock` in `source/block_kinds.py` says what each
declares.
"""

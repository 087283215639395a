"""Ways to write the tables, a file each: how it is written, read back and recognised.
`sanctrack.exports.writing.Target` says what each declares.
"""

"""Databases that an export fills, a file each; `sanctrack.exports.writing.Database` says what each
declares.
"""

"""The kinds of report blocks, a class each: found by their folder, with nothing to register
elsewhere.
"""

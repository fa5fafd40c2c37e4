"""Report formats: each module turns cards or a comparison into text, and none of them computes a
number.
"""

"""Measures: ratios in one run, printed as one table."""

"""A whole cohort and those who offer themselves to it, paired at once by the best assignment."""

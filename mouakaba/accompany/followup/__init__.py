"""What became of projects at 6, 12 and 24 months: a short survey, by link or by phone."""

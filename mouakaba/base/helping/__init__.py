"""Assisted use: somebody acts for a person who reads little, as far and as long as that person agreed."""

"""The index of everything public on the markets: one row a listing, kept in step by triggers."""

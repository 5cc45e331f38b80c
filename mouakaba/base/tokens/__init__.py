"""Personal tokens of the open API, and how often it may be asked."""

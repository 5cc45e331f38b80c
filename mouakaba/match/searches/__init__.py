"""Saved searches: somebody says once what they look for, and is told of what is new."""

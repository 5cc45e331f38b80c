"""Bringing a person and an organisation together: both say yes before either sees the other's contact."""

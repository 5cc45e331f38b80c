"""The office's pages about calls."""

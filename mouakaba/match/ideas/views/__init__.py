"""HTTP of the bank."""

"""News and press releases of organisations that run programmes, and letters that carry them."""

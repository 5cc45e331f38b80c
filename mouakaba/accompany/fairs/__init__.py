"""Fairs and markets that supported projects went to, and what came of them."""

"""Kinds of market, a module each. Only the site loads them."""

"""Demonstration data: real calls with their sources, invented applications marked DEMO."""

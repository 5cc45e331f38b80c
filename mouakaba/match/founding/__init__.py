"""Founding a cooperative under law 112-12: steps with their sources, and drafts of the papers."""

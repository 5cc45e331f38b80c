"""Certificates of attendance, numbered, that anybody may verify by their code."""

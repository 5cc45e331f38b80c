"""Sheets of individual coaching, signed by the trainer and by the project."""

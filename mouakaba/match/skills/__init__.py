"""A person's skills: read from a text of theirs, confirmed by them, seen by whom they choose."""

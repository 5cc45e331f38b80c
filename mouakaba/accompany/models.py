"""The tables of the accompany engine, gathered from its rooms for Django."""

__all__: list[str] = []

"""The tables of the observe engine, gathered from its rooms for Django."""

__all__: list[str] = []

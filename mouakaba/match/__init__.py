"""MATCH: people, skills, openings and what brings them together."""

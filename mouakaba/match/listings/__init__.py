"""What organisations ask for: openings and the skills they name."""

"""Named reads of the choice."""

"""Pages of sessions: the office's, the public's, one's own."""

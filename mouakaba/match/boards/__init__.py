"""Boards of the House of the woman cooperator: asked, told, answered by text or by voice, kept and moderated."""

"""The bank of ideas of cooperative projects: proposed, moderated, found, adopted, their story kept."""

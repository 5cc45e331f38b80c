"""The words of the choice: sentences about quotas, distances and places, and the letters."""

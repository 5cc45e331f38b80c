"""Bulk classification: a file of texts cut into parts, spread over workers, its answers put together again."""

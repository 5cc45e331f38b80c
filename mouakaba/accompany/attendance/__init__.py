"""Who was there: badges scanned by a phone that may be offline, and signed paper sheets."""

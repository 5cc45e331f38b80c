"""Capacity of a logistics platform: storage, packaging, transport; offered by one organisation, booked by others."""

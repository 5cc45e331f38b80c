"""Cohorts of a programme, the plan of their support, and each project's own plan and progress."""

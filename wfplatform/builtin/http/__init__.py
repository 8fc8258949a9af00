"""The activity that speaks HTTP, behind a guard that keeps it out of private networks."""

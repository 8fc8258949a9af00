"""The activity that writes to the step's log."""

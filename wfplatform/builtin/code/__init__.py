"""The activity that runs a piece of Python."""

"""The user interface, as a person meets it."""

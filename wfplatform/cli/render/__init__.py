"""Answers as text for a terminal. Pure: values in, rich renderables or lines out; colours are the console's choice."""

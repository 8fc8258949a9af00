"""The vocabulary of histories, and how it is written."""

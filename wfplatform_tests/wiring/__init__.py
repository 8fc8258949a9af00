"""The rooms brought together, over a real store."""

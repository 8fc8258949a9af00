"""Executions: start, look, and tell them something."""

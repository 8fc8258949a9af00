"""Workflows and their versions: list, publish, roll back, compare, export, import; and the check of a document."""

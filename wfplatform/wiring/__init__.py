"""The only place that sees everything: brings the rooms together into programs.

Nothing is decided here. Every file makes one thing out of rooms that do not know each other; in-function imports are
allowed here alone, so that a program loads only what it runs.
"""

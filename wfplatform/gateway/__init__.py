"""The HTTP door: REST under `/api/v1`, the live stream, health and metrics.

It asks and shows. It knows requests, problems and pages, and nothing of how executions are run or kept: each feature
says in its `ports.py` what it needs. Decision a newcomer would question: features never import each other, also where
that repeats three lines, so that one of them can be served by a process of its own.
"""

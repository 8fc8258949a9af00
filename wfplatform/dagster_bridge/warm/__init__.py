"""Warm run workers: a parent process that forks a few workers and hands runs to them over a local socket.

A worker has imported everything, holds its database connections and its host's loop, and executes one run after the
other; two at a time would deadlock in Dagster's logging. The parent imports and never connects: what it holds when it
forks is shared memory and nothing that a fork would break.
"""

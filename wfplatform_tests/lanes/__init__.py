"""The whole house on real PostgreSQL and real Dagster run workers: the conformance suite, and deaths of every kind.

`in_process` hosts the cases by the runtime over the store, with time that jumps; `running` keeps a whole installation
in a process of its own, where tests can kill its parts one by one.
"""

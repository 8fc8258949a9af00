"""The asyncio shell around the engine: it performs what is due, and makes durable what became true.

It knows no lane, no SQL, no Dagster and no way of showing anything; what it needs it asks of `ports`. The decision a
newcomer would question: it never works out what is new. It compares what the engine wants with what is under way.
"""

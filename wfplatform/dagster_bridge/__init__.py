"""The run lane's door to Dagster: jobs from plans, an executor that hosts our runtime, workers, code server, storage.

The only room that imports dagster. It decides nothing about a workflow: what happens next comes from the runtime,
through the ports in `ports.py`, and Dagster is told about it afterwards. Its decision a newcomer would question:
Dagster's own execution machinery (active execution, IO managers, op functions) is never used; a Dagster run is a
mirror of one execution's history.
"""

"""The code location's entry point: Dagster calls `workflows` and gets every published workflow as a job.

    dagster job list -w workspace.yaml
    dagster job execute -f definitions/definitions.py -a workflows -j convert_price -c run.yaml

A function and not a value, because each load has to ask anew what is published, and a load for a run that exists
already finds that run's own plan. It reads the settings that everything else reads (`WFPLATFORM_*`) and starts
nothing: the database has to be served, by `wfplatform up` or by you.
"""

from dagster import RepositoryDefinition

from wfplatform.wiring.location import repository


def workflows() -> RepositoryDefinition:
    """Every published workflow of the run lane, as jobs that are built when they are asked for."""
    return repository()

"""A code location whose catalogue is in this process's memory."""

import dagster as dg

from wfplatform.dagster_bridge.executor import executor_for
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.repository import JobShelf
from wfplatform.dagster_bridge.repository import repository as make_repository
from wfplatform_tests.dagster_bridge.fakes import MemoryCatalogue, ScriptedHost

CATALOGUE = MemoryCatalogue()
HOST = HostThread(ScriptedHost)
SHELF = JobShelf(CATALOGUE, lambda plan: executor_for(plan, HOST, CATALOGUE.plan))


def repository() -> dg.RepositoryDefinition:
    """What Dagster loads."""
    return make_repository(SHELF)

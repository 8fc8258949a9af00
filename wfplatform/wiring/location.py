"""The code location: what Dagster loads, in the code server, in run workers and under the plain `dagster` command."""

from functools import cache

from wfplatform.dagster_bridge import repository as bridge
from wfplatform.dagster_bridge.executor import executor_for
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.job import Dressing
from wfplatform.dagster_bridge.location import CodeLocation
from wfplatform.settings import Settings
from wfplatform.wiring.run_host import RunHost
from wfplatform.wiring.sync_catalogue import SyncCatalogue


@cache
def settings() -> Settings:
    """This process's settings."""
    return Settings.from_environment()


@cache
def catalogue() -> SyncCatalogue:
    """This process's view of what is published."""
    return SyncCatalogue(settings())


@cache
def host_thread() -> HostThread:
    """This process's host. Opened when a run is executed, never before a fork."""
    return HostThread(lambda: RunHost(settings()))


@cache
def shelf() -> bridge.JobShelf:
    """The jobs that this process has built."""
    found = catalogue()
    url = f"http://127.0.0.1:{settings().port}"
    return bridge.JobShelf(found, lambda plan: executor_for(plan, host_thread(), found.plan), Dressing(ui_url=url))


def repository() -> bridge.Repository:
    """Every published workflow of the run lane; called by Dagster at each load."""
    return bridge.repository(shelf())


def code_location() -> CodeLocation:
    """Where the code server is, and what it serves."""
    return CodeLocation(
        port=settings().code_port, module="wfplatform.wiring.location", attribute="repository", working_directory="/"
    )

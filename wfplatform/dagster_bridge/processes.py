"""Dagster's own programs, started as ours: the daemon and the webserver, with our snapshot cache, and the instance."""

from pathlib import Path

from dagster import DagsterInstance

from wfplatform.dagster_bridge import snapshot_cache
from wfplatform.dagster_bridge.code_server import run_code_server
from wfplatform.dagster_bridge.configuration import DagsterSettings, dagster_yaml
from wfplatform.dagster_bridge.location import CodeLocation
from wfplatform.dagster_bridge.ports import Catalogue

Instance = DagsterInstance
"""Dagster's instance, for whoever only hands it on."""


def write_home(home: Path, settings: DagsterSettings, location: CodeLocation) -> Path:
    """Write `dagster.yaml` and `workspace.yaml` into Dagster's home. Returns the path of the workspace file."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_text(dagster_yaml(settings))
    workspace = home / "workspace.yaml"
    workspace.write_text(location.workspace_yaml())
    return workspace


def open_instance() -> Instance:
    """The instance that `DAGSTER_HOME` names. A context manager, like Dagster's own."""
    return DagsterInstance.get()


def serve_code(location: CodeLocation, catalogue: Catalogue) -> None:
    """Serve the code location until SIGTERM."""
    with open_instance() as instance:
        run_code_server(location=location, catalogue=catalogue, instance_ref=instance.get_ref())


def run_daemon(workspace: Path) -> None:
    """Be Dagster's daemon until SIGTERM."""
    from dagster._daemon.cli import cli  # pyright: ignore[reportMissingTypeStubs]  # noqa: PLC0415 - slow to import

    snapshot_cache.install()
    cli(["run", "-w", str(workspace)])


def run_webserver(workspace: Path, port: int) -> None:
    """Serve Dagster's UI on loopback until SIGTERM."""
    from dagster_webserver.cli import cli  # pyright: ignore[reportMissingTypeStubs]  # noqa: PLC0415 - slow to import

    snapshot_cache.install()
    cli(["-w", str(workspace), "-h", "127.0.0.1", "-p", str(port), "--log-level", "warning"])

"""Dagster's own processes, as `wfplatform up` starts them beside ours.

They need nothing of ours but `dagster.yaml` and `workspace.yaml`: what we put into Dagster, we put in by its hooks.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from wfplatform.dagster_bridge.configuration import DagsterSettings, dagster_yaml
from wfplatform.dagster_bridge.location import CodeLocation


def write_home(home: Path, settings: DagsterSettings, location: CodeLocation) -> Path:
    """Write `dagster.yaml` and `workspace.yaml` into Dagster's home. Returns the path of the workspace file."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_text(dagster_yaml(settings))
    workspace = home / "workspace.yaml"
    workspace.write_text(location.workspace_yaml())
    return workspace


def daemon_command(workspace: Path) -> Sequence[str]:
    """Dagster's daemon: its queue, schedules, sensors, and the monitoring of runs."""
    return [sys.executable, "-m", "dagster._daemon", "run", "-w", str(workspace)]


def webserver_command(workspace: Path, *, host: str, port: int, path_prefix: str = "") -> Sequence[str]:
    """Dagster's own UI in a process of its own; the gateway embeds it instead."""
    command = [sys.executable, "-m", "dagster_webserver", "-w", str(workspace), "-h", host, "-p", str(port)]
    return [*command, "-l", path_prefix] if path_prefix else command


def environment(home: Path) -> Mapping[str, str]:
    """What every process of the deployment needs besides the variable with Dagster's database."""
    return {"DAGSTER_HOME": str(home), "DAGSTER_DISABLE_TELEMETRY": "true"}

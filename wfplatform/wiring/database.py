"""Where the database of this installation is, as seen from any of its processes."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

from wfplatform.kernel.codes.sys import NOT_RUNNING
from wfplatform.kernel.errors import Unavailable
from wfplatform.settings import Settings
from wfplatform.store.embedded import address_of_running, default_folder

DSN_VARIABLE: Final = "WFPLATFORM_DATABASE_URL"


def home_of(settings: Settings) -> Path:
    """The data folder."""
    return settings.home if settings.home is not None else default_folder()


def dsn_of(settings: Settings) -> str:
    """The URL that is set, or that of the embedded server if it runs. Raises `Unavailable`."""
    if settings.database_url is not None:
        return settings.database_url
    address = address_of_running(home_of(settings) / "postgres")
    if address is None:
        raise Unavailable(NOT_RUNNING, f"No database serves from {str(home_of(settings))!r}.")
    return address.dsn


def dagster_home_of(settings: Settings) -> Path:
    """Where `dagster.yaml` and `workspace.yaml` of this installation lie."""
    return home_of(settings) / "dagster"


def warm_socket_of(settings: Settings) -> Path:
    """Where the warm workers' parent listens. A short path: a socket's name has room for 107 characters."""
    folder = home_of(settings) / "run"
    if len(str(folder)) > 80:
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"wfplatform-{digest}"
    return folder / "warm.sock"


def ready_file(settings: Settings, name: str) -> Path:
    """The file by which a process says that it is ready; it holds its process id."""
    return home_of(settings) / "run" / f"{name}.ready"


def say_ready(settings: Settings, name: str) -> None:
    """This process is ready."""
    ready_file(settings, name).write_text(str(os.getpid()))


def child_environment(settings: Settings, dsn: str) -> dict[str, str]:
    """What a process of the platform needs to find everything."""
    environment = {
        DSN_VARIABLE: dsn,
        "WFPLATFORM_HOME": str(home_of(settings)),
        "DAGSTER_HOME": str(dagster_home_of(settings)),
    }
    for name in (
        "port",
        "dagster_port",
        "code_port",
        "shop_port",
        "warm_workers",
        "lease_seconds",
        "egress_allow",
        "failing_share",
    ):
        environment[f"WFPLATFORM_{name.upper()}"] = str(getattr(settings, name))
    for name in ("secrets_file", "connections_file", "retention_days", "export_folder", "hooks_port"):
        if getattr(settings, name) is not None:
            environment[f"WFPLATFORM_{name.upper()}"] = str(getattr(settings, name))
    return {name: value for name, value in environment.items() if value} | {
        "PYTHONUNBUFFERED": "1",
        "PATH": os.environ.get("PATH", ""),
    }

"""The `dagster.yaml` of a deployment: Dagster's own settings, and our classes in its hooks.

No secret is written: the database is named by the environment variable that holds its URL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

STORAGE_VARIABLE: Final = "WFPLATFORM_DAGSTER_URL"
"""Environment variable with the URL of Dagster's database (`postgresql://...`)."""

_BRIDGE: Final = "wfplatform.dagster_bridge"
_ALWAYS_AGAIN: Final = 1_000_000


@dataclass(frozen=True)
class DagsterSettings:
    """What a deployment decides. `kubernetes` is the configuration of Dagster's own K8sRunLauncher."""

    warm_socket: Path
    storage_variable: str = STORAGE_VARIABLE
    pool_size: int = 4
    default_worker: str = "warm"
    max_concurrent_runs: int = 50
    monitoring_seconds: int = 15
    kubernetes: Mapping[str, Any] | None = None
    user_header: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])


def dagster_yaml(settings: DagsterSettings) -> str:
    """Write the file."""
    launcher: dict[str, Any] = {"warm_socket": str(settings.warm_socket), "default_worker": settings.default_worker}
    if settings.kubernetes is not None:
        launcher["kubernetes"] = dict(settings.kubernetes)
    coordinator: dict[str, Any] = {"max_concurrent_runs": settings.max_concurrent_runs, "dequeue_interval_seconds": 1}
    if settings.user_header is not None:
        coordinator["user_header"] = settings.user_header
    written: dict[str, Any] = {
        "telemetry": {"enabled": False},
        "nux": {"enabled": False},
        "instance_class": _ours("instance", "PlatformInstance", {}),
        "storage": {
            "custom": _ours(
                "storage",
                "PooledPostgresStorage",
                {"postgres_url": {"env": settings.storage_variable}, "pool_size": settings.pool_size},
            )
        },
        "run_launcher": _ours("launcher", "PlatformRunLauncher", launcher),
        "run_coordinator": _ours("coordinator", "PlatformRunCoordinator", coordinator),
        "run_monitoring": {
            "enabled": True,
            "poll_interval_seconds": settings.monitoring_seconds,
            # A run that does not start is started again by the reconciler; Dagster would fail it.
            "start_timeout_seconds": 0,
            "cancel_timeout_seconds": 600,
            # How often a run may go on is our store's decision (poison), not a number of Dagster's.
            "max_resume_run_attempts": _ALWAYS_AGAIN,
        },
        **settings.extra,
    }
    head = "# Written by wfplatform; changes are lost at the next start.\n"
    return head + yaml.safe_dump(written, sort_keys=False)


def _ours(module: str, name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    return {"module": f"{_BRIDGE}.{module}", "class": name, "config": dict(config)}

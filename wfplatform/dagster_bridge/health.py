"""How the run lane is doing, for `/readyz`, `doctor` and metrics."""

import msgspec
from dagster import DagsterInstance
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._grpc.client import DagsterGrpcClient

from wfplatform.dagster_bridge.location import CodeLocation
from wfplatform.dagster_bridge.warm.client import WarmPool
from wfplatform.kernel.errors import Unavailable


class RunLaneHealth(msgspec.Struct, frozen=True):
    """What answers. `workers` are warm and ready; `queued` are runs that wait for one."""

    storage: bool
    code_server: bool
    daemon: bool
    workers: int
    busy: int
    queued: int

    @property
    def is_ready(self) -> bool:
        """Whether an execution that is admitted now will run."""
        return self.storage and self.workers > 0


def run_lane_health(instance: DagsterInstance, location: CodeLocation, pool: WarmPool) -> RunLaneHealth:
    """Ask everything once. Synchronous, at most a few seconds."""
    try:
        status = pool.status()
        workers, busy, queued = status.workers, status.busy, status.queued
    except Unavailable:
        workers = busy = queued = 0
    storage, daemon = _storage_and_daemon(instance)
    return RunLaneHealth(
        storage=storage,
        code_server=_answers(location),
        daemon=daemon,
        workers=workers,
        busy=busy,
        queued=queued,
    )


def _answers(location: CodeLocation) -> bool:
    try:
        DagsterGrpcClient(host=location.host, port=location.port).ping("")
    except DagsterUserCodeUnreachableError:
        return False
    return True


def _storage_and_daemon(instance: DagsterInstance) -> tuple[bool, bool]:
    try:
        statuses = instance.get_daemon_statuses()
    except Exception:  # noqa: BLE001 - whatever the driver raises means the same here
        return False, False
    return True, all(status.healthy for status in statuses.values() if status.required)

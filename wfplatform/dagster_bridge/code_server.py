"""Our code server: Dagster's, which reloads its definitions in the process when the catalogue has a new revision.

Dagster's own servers either cannot reload or start a new process for it. Here a reload builds the jobs that changed
and swaps the repository; a new server id tells every webserver and daemon, within a second, that there is news. Jobs
of runs under way are not touched: runs are pinned.
"""

import logging
import signal
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

import grpc
from dagster._core.instance.ref import InstanceRef
from dagster._core.utils import FuturesAwareThreadPoolExecutor
from dagster._grpc.__generated__ import dagster_api_pb2
from dagster._grpc.server import DagsterApiServer, DagsterGrpcServer, LoadedRepositories

from wfplatform.dagster_bridge.location import CodeLocation
from wfplatform.dagster_bridge.ports import Catalogue

_LOG: Final = logging.getLogger("wfplatform.code_server")
_POLL_SECONDS: Final = 0.5


class PlatformCodeServer(DagsterApiServer):
    """Dagster's code server with a reload that keeps the process."""

    location_name: str | None = None
    container_context: Mapping[str, Any] | None = None

    def reload(self) -> None:
        """Load the definitions again and show them under a new server id. What cannot be loaded is not shown."""
        with self._reload_lock:
            loaded = LoadedRepositories(
                self._loadable_target_origin,
                entry_point=self._entry_point,
                container_image=self._container_image,
                container_context=self.container_context,
                code_location_name=self.location_name,
            )
            self._loaded_repositories = loaded
            self._serializable_load_error = None
            self._server_id = str(uuid.uuid4())

    def ReloadCode(  # noqa: N802 - a name of the protocol
        self, _request: dagster_api_pb2.ReloadCodeRequest, _context: grpc.ServicerContext
    ) -> dagster_api_pb2.ReloadCodeReply:
        """What "Reload" in Dagster's UI asks for."""
        self.reload()
        return dagster_api_pb2.ReloadCodeReply()


def run_code_server(
    *,
    location: CodeLocation,
    catalogue: Catalogue,
    instance_ref: InstanceRef | None = None,
    on_ready: Callable[[], None] = lambda: None,
    stop: threading.Event | None = None,
    threads: int = 8,
) -> None:
    """Serve the location until `stop` is set, or in the main thread until SIGTERM or SIGINT."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
    executor = FuturesAwareThreadPoolExecutor(max_workers=threads)
    revision = catalogue.revision()
    server = PlatformCodeServer(
        server_termination_event=stop,
        logger=_LOG,
        server_threadpool_executor=executor,
        loadable_target_origin=location.target(),
        location_name=location.name,
        container_image=location.container_image,
        container_context=dict(location.container_context),
        instance_ref=instance_ref,
        lazy_load_user_code=True,
    )
    server.location_name = location.name
    server.container_context = location.container_context
    listening = DagsterGrpcServer(
        server_termination_event=stop,
        dagster_api_servicer=server,
        logger=_LOG,
        threadpool_executor=executor,
        host=location.host,
        port=location.port,
    )
    watcher = threading.Thread(
        target=_watch, args=(server, catalogue, revision, stop), name="wfplatform-catalogue", daemon=True
    )
    watcher.start()
    on_ready()
    listening.serve()
    stop.set()
    watcher.join()


def _watch(server: PlatformCodeServer, catalogue: Catalogue, revision: int, stop: threading.Event) -> None:
    """Reload when the catalogue moved. A catalogue that does not answer is asked again."""
    while not stop.wait(_POLL_SECONDS):
        try:
            newest = catalogue.revision()
            if newest != revision:
                server.reload()
                revision = newest
        except Exception:  # noqa: BLE001 - the old definitions stay on show
            _LOG.exception("could not reload the definitions")

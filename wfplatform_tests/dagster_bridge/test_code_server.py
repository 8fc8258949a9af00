"""The code server on a real port: what is published is visible without a restart."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dagster import DagsterInstance
from dagster._core.definitions.definitions_load_context import DefinitionsLoadContext, DefinitionsLoadType
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin
from dagster._core.remote_representation.code_location import GrpcServerCodeLocation
from dagster._grpc.client import DagsterGrpcClient

from wfplatform.dagster_bridge import snapshot_cache
from wfplatform.dagster_bridge.code_server import run_code_server
from wfplatform.dagster_bridge.location import CodeLocation
from wfplatform.kernel.clock import SystemClock
from wfplatform_tests.dagster_bridge import memory_location
from wfplatform_tests.dagster_bridge.plans import a_chain, a_diamond
from wfplatform_tests.dagster_bridge.stage import an_instance

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def location() -> Iterator[CodeLocation]:
    """A running server, of this process, on a free port."""
    memory_location.CATALOGUE.publish(a_diamond("first"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = CodeLocation(
        port=port, module="wfplatform_tests.dagster_bridge.memory_location", working_directory=str(Path.cwd())
    )
    stop = threading.Event()
    server = threading.Thread(
        target=run_code_server,
        kwargs={"location": served, "catalogue": memory_location.CATALOGUE, "stop": stop},
        daemon=True,
    )
    with DefinitionsLoadContext.scoped(DefinitionsLoadContext(DefinitionsLoadType.INITIALIZATION)):
        server.start()
        wait_for(lambda: answers(port))
        yield served
        stop.set()
        server.join(20)


@contextlib.contextmanager
def opened(location: CodeLocation, instance: DagsterInstance) -> Iterator[GrpcServerCodeLocation]:
    """The location as a webserver has it."""
    origin = GrpcServerCodeLocationOrigin(location.host, location.port, location_name=location.name)
    remote = GrpcServerCodeLocation(origin, instance)
    try:
        yield remote
    finally:
        remote.cleanup()


def test_jobs_are_served(location: CodeLocation) -> None:
    with an_instance() as instance, opened(location, instance) as remote:
        jobs = remote.get_repository("wfplatform").get_all_jobs()

    assert "first" in {job.name for job in jobs}


def test_a_publish_becomes_visible_under_a_new_server_id(location: CodeLocation) -> None:
    client = DagsterGrpcClient(host=location.host, port=location.port)
    before = client.get_server_id()

    memory_location.CATALOGUE.publish(a_chain(3, "second"))
    wait_for(lambda: client.get_server_id() != before)

    with an_instance() as instance, opened(location, instance) as remote:
        assert remote.get_repository("wfplatform").has_job("second")


def test_only_snapshots_that_changed_are_fetched_again(location: CodeLocation, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    stock = DagsterGrpcClient.external_job

    def counting(self: DagsterGrpcClient, *arguments: object, **more: object) -> object:
        fetched.append(str(arguments[1]))
        return stock(self, *arguments, **more)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(DagsterGrpcClient, "external_job", counting)
    snapshot_cache.install()
    with an_instance() as instance:
        with opened(location, instance):
            first = len(fetched)
        client = DagsterGrpcClient(host=location.host, port=location.port)
        before = client.get_server_id()
        memory_location.CATALOGUE.publish(a_chain(4, "third"))
        wait_for(lambda: client.get_server_id() != before)
        with opened(location, instance):
            second = fetched[first:]

    assert second == ["third"]


def test_the_origin_of_our_runs_is_that_of_the_workspace(location: CodeLocation) -> None:
    with an_instance() as instance, opened(location, instance) as remote:
        job = remote.get_repository("wfplatform").get_full_job("first")

        assert job.get_remote_origin() == location.remote_origin("first")
        assert job.get_python_origin() == location.code_origin("first")


def answers(port: int) -> bool:
    with contextlib.suppress(Exception):
        DagsterGrpcClient(host="127.0.0.1", port=port).ping("")
        return True
    return False


def wait_for(condition: Callable[[], object]) -> None:
    clock = SystemClock()
    until = clock.monotonic() + 20
    while not condition():
        assert clock.monotonic() < until, "it never came"
        threading.Event().wait(0.02)

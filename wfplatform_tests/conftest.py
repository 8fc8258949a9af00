"""What tests of every room may use."""

from pathlib import Path

import pytest

from wfplatform_tests import chance
from wfplatform_tests.postgres import database, empty_database, postgres_server

__all__ = ["database", "empty_database", "postgres_server"]

chance.load_profile()

_WITH_PROCESSES = (
    "/dagster_bridge/",
    "/wiring/",
    "/docs/",
    "test_jq_isolated.py",
    "attempts/test_isolation",
    "/definitions/",
    "house/test_contracts",
    "lanes/test_",
)
"""Where tests run Dagster or start processes: not what a unit test is."""
_SERVERS = {"postgres_server", "own_server"}
"""Fixtures that start a database."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where nothing slow is wanted, do not even import what has only that: Dagster alone takes seconds."""
    if "not slow" not in config.option.markexpr or not collection_path.is_relative_to(config.rootpath):
        return None
    place = f"/{collection_path.relative_to(config.rootpath)}/"
    return True if any(room in place for room in _WITH_PROCESSES) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, and what draws its examples as chance; skip what `make verify` alone has time for."""
    for item in items:
        if any(room in item.nodeid for room in _WITH_PROCESSES):
            item.add_marker(pytest.mark.slow)
        if isinstance(item, pytest.Function) and hasattr(item.function, "hypothesis"):
            item.add_marker(pytest.mark.chance)
        if isinstance(item, pytest.Function) and not _SERVERS.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.slow)
        if chance.EXTENT != "all" and item.get_closest_marker("verify") and not item.get_closest_marker("one_seed"):
            item.add_marker(pytest.mark.skip(reason="long: make verify runs it (WFPLATFORM_VERIFY=all)"))

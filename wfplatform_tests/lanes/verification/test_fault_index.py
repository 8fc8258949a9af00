"""Each single call to the database fails once, in each way that a call can fail; the execution ends as it should.

A statement's calls are counted by name, so that the same call fails on a slow machine too. How often each is called
without a fault is found out first; looks that come by time (is there work, am I alive) are not followed for ever.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from wfplatform_tests.lanes.verification.judge import Wrong
from wfplatform_tests.lanes.verification.one_by_one import OneByOne, opened
from wfplatform_tests.lanes.verification.striking import WAYS, Fault

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SAMPLE: Final[Mapping[str, int]] = {"commit": 4, "claim": 1, "admit": 1}
"""The statements by which work is taken, done and passed on: those of which a lost answer could lose or double it."""
BY_TIME: Final = frozenset({"SELECT", "adopt", "beat", "claim", "heartbeat", "inboxes", "owned", "reap"})
"""Repeated while nothing happens."""
_MOST_BY_TIME: Final = 3
_SECONDS: Final = 90.0
"""For one fault, its execution and the end of its worker; more than that is a hang."""


@pytest_asyncio.fixture
async def place(database: str, tmp_path: Path) -> AsyncIterator[OneByOne]:
    async with opened(database, tmp_path) as here:
        yield here


async def wrongs_in_time(place: OneByOne, fault: Fault) -> list[Wrong]:
    """Say which fault it is before it strikes, and fail where it hangs, even when it can not be cancelled."""
    began = time.monotonic()
    sys.stdout.write(f"{fault.way} {fault.name} {fault.number} ...")
    sys.stdout.flush()
    trial = asyncio.create_task(place.wrongs(fault))
    await asyncio.wait({trial}, timeout=_SECONDS)
    if not trial.done():
        for task in asyncio.all_tasks():
            task.print_stack(file=sys.stdout)
        pytest.fail(f"{fault.name} {fault.number} {fault.way} hangs, after {dict(fault.calls)}")
    wrongs = trial.result()
    kinds = sorted({wrong.kind for wrong in wrongs})
    sys.stdout.write(f" {time.monotonic() - began:.1f} s {kinds if fault.has_struck else 'is not called'}\n")
    return wrongs


@pytest.mark.parametrize("way", WAYS)
async def test_a_failed_call_of_the_hot_path_loses_and_doubles_nothing(place: OneByOne, way: str) -> None:
    for name, number in SAMPLE.items():
        fault = Fault(name, number, way)

        wrongs = await wrongs_in_time(place, fault)

        assert fault.has_struck, f"{name} was called {fault.calls[name]} times only"
        assert wrongs == [], f"{name} {number} {way}"


@pytest.mark.verify
@pytest.mark.parametrize("way", WAYS)
async def test_no_failed_call_at_all_loses_or_doubles_anything(place: OneByOne, way: str) -> None:
    tried = 0
    found: list[str] = []
    for name in sorted(await place.calls()):
        number = 1
        while name not in BY_TIME or number <= _MOST_BY_TIME:
            fault = Fault(name, number, way)
            wrongs = await wrongs_in_time(place, fault)
            if not fault.has_struck:
                break
            tried += 1
            found += [f"{name} {number}: {wrong}" for wrong in wrongs]
            number += 1

    sys.stdout.write(f"{tried} calls failed by being {way}\n")
    assert found == []
    assert tried > 30

"""What a full disk does to commits, played on a file system of its own that is really full.

    python -m wfplatform_tests.store.full_disk <folder>

The folder is a small file system which nobody else sees (`test_full_disk.py` mounts it). Prints a JSON report.
"""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from wfplatform.kernel.errors import WfplatformError
from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.embedded import EmbeddedPostgres
from wfplatform.store.embedded.cluster import SMALL
from wfplatform.store.entry import Entry, Outcome
from wfplatform.store.migrate import migrate
from wfplatform.store.runtimes import Lease
from wfplatform.store.store import Store
from wfplatform_tests.store.builders import a_running, a_runtime, a_step, an_admission, an_end, opened

_EXECUTIONS: Final = 8
_LARGE: Final = "x" * 6_000
"""An output that has to be stored, and soon asks for another page."""
_MOST_ROUNDS: Final = 400
_LIGHT: Final = {**SMALL, "max_wal_size": "48MB", "min_wal_size": "32MB"}


@dataclass
class Report:
    """What came of it: the codes of refused commits and starts, and what was wrong afterwards."""

    acknowledged_before: int = 0
    commit_codes: list[str] = field(default_factory=list[str])
    start_codes: list[str] = field(default_factory=list[str])
    server_outlived_it: bool = False
    lost: list[str] = field(default_factory=list[str])
    outcomes_of_the_same_entries: list[str] = field(default_factory=list[str])
    ends: list[str] = field(default_factory=list[str])
    unequal: list[str] = field(default_factory=list[str])


def main() -> None:
    """Play it, and print the report."""
    folder = Path(sys.argv[1])
    home = folder / "home"
    home.mkdir(mode=0o711)
    server = EmbeddedPostgres(home, settings=_LIGHT)
    try:
        dsn = server.start().of_database("postgres").dsn
        migrate(dsn)
        report = asyncio.run(_play(dsn, server, folder))
    finally:
        (folder / "filler").unlink(missing_ok=True)
        server.stop()
    print(json.dumps(asdict(report)))  # noqa: T201


async def _play(dsn: str, server: EmbeddedPostgres, folder: Path) -> Report:
    report = Report()
    async with opened(dsn) as store:
        lease = await a_runtime(store, seconds=600)
        executions = [await a_running(store, lease) for _ in range(_EXECUTIONS)]
        acknowledged = dict.fromkeys(executions, 2)
        _fill(folder)
        store.patience_seconds = 1.0
        refused = await _commit_until_refused(store, lease, acknowledged, report)
        with suppress(WfplatformError):
            await _start(store, report)
        report.server_outlived_it = server.is_alive
        report.lost += await _shorter(store, acknowledged)
        (folder / "filler").unlink()
        store.patience_seconds = 30.0
        again = await store.commit(lease, refused)
        report.outcomes_of_the_same_entries = [one.outcome.value for one in again.entries]
        for entry in refused:
            acknowledged[entry.execution] = entry.records[-1].seq
        ends = [Entry(one, an_end(seq + 1), "completed", is_over=True) for one, seq in acknowledged.items()]
        report.ends = [one.outcome.value for one in (await store.commit(lease, ends)).entries]
    server.stop()
    dsn = server.start().of_database("postgres").dsn
    async with opened(dsn) as store:
        report.unequal = await _unequal(store, {one: seq + 1 for one, seq in acknowledged.items()})
    return report


def _fill(folder: Path) -> None:
    """Take all space that is left, to the last byte."""
    with (folder / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"\0" * 65_536)
    with (folder / "filler").open("ab", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"\0")
    assert os.statvfs(folder).f_bavail == 0


async def _commit_until_refused(
    store: Store, lease: Lease, acknowledged: dict[ExecutionId, int], report: Report
) -> Sequence[Entry]:
    """Go on with all executions until the disk says no; gives the entries that it refused."""
    for _ in range(_MOST_ROUNDS):
        batch = [
            Entry(one, a_step(seq + 1, f"step_{seq}", f"{seq}{_LARGE}"), "running") for one, seq in acknowledged.items()
        ]
        try:
            answer = await store.commit(lease, batch)
        except WfplatformError as refusal:
            report.commit_codes.append(refusal.code.id)
            return batch
        assert all(one.outcome is Outcome.KEPT for one in answer.entries), answer
        report.acknowledged_before += len(batch)
        for one in acknowledged:
            acknowledged[one] += 1
    raise AssertionError("the disk did not fill")


async def _start(store: Store, report: Report) -> None:
    for _ in range(_MOST_ROUNDS):
        try:
            await store.admit(an_admission())
        except WfplatformError as refusal:
            report.start_codes.append(refusal.code.id)
            raise


async def _shorter(store: Store, acknowledged: dict[ExecutionId, int]) -> list[str]:
    histories = await store.load_many(list(acknowledged))
    return [
        f"{one.execution}: {len(one.records)} of {acknowledged[one.execution]}"
        for one in histories
        if len(one.records) != acknowledged[one.execution]
    ]


async def _unequal(store: Store, lengths: dict[ExecutionId, int]) -> list[str]:
    histories = await store.load_many(list(lengths))
    found = [f"{len(histories)} of {len(lengths)} are there"] if len(histories) != len(lengths) else []
    for one in histories:
        if one.status != "completed" or [record.seq for record in one.records] != list(
            range(1, lengths[one.execution] + 1)
        ):
            found.append(f"{one.execution}: {one.status}, {len(one.records)} of {lengths[one.execution]}")
    return found


if __name__ == "__main__":
    main()

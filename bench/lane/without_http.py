"""Our five steps through the worker alone, in the same run: what `bench.express` reports, as rows."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata

from bench.lane.rows import OURS_WITHOUT_HTTP, Row, Work, not_measured
from bench.measure import note

CLIENTS = 64
_EXECUTIONS = 6_000
_NOTE = "a worker for each core, no HTTP; every result compared, every history counted"


def measure() -> list[Row]:
    """A row for each work, 64 at once. What keeps it from being measured becomes the note of its row."""
    version = metadata.version("wfplatform")
    environment = os.environ | {"EXECUTIONS": str(_EXECUTIONS)}
    done = subprocess.run(
        [sys.executable, "-m", "bench.express"], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        return not_measured(OURS_WITHOUT_HTTP, version, done.stderr.strip()[-300:] or "it failed")
    rows = rows_of(version, done.stdout.splitlines())
    for row in rows:
        note(f"{row.system} {row.work}: {row.rps:.1f}/s, p50 {row.p50_ms:.2f} ms; {row.note}")
    return rows


def rows_of(version: str, lines: Sequence[str]) -> list[Row]:
    """The reports of `bench.express` as rows. Figures do not count while any history is incomplete."""
    told = {report["metric"]: report for report in map(json.loads, lines)}
    if told["histories_incomplete"]["value"]:
        return not_measured(OURS_WITHOUT_HTTP, version, f"{told['histories_incomplete']['value']} histories incomplete")
    works: tuple[Work, ...] = ("durable", "as_written")
    return [
        _row(version, work, told[f"{work}_{CLIENTS}_at_once_a_process_a_core"], told["memory"]["value"])
        for work in works
    ]


def _row(version: str, work: Work, report: dict[str, float | dict[str, float]], memory: float) -> Row:
    details = report["details"]
    assert isinstance(details, dict)
    return Row(
        OURS_WITHOUT_HTTP,
        version,
        work,
        CLIENTS,
        rps=round(float(report["value"]), 2),  # type: ignore[arg-type]
        p50_ms=round(details["p50_ms"], 2),
        p95_ms=round(details["p95_ms"], 2),
        p99_ms=round(details["p99_ms"], 2),
        cpu_ms_per_request=round(details["cpu_us_each"] / 1_000, 3),
        rss_mb=round(memory, 1),
        note=f"{_NOTE}; CPU and memory (of one worker) without the database's",
    )

"""The run lane of a whole installation: five steps from the API's door to completed, and stock Dagster beside it.

Ours: gateway, dispatcher, two warm workers, code server and daemon, each fact committed. The stock deployment (queued
coordinator, default launcher, in-process executor, five ops by hand) follows on the same PostgreSQL server.
"""

import time
import uuid
from typing import Any

from bench._installation import Installation, a_fan, installation, load, seconds_at
from bench._stock_dagster import stock_dagster
from bench.measure import Sample, note, report, report_times
from wfplatform_tests.postgres import served

ALONE, STOCK_ALONE, STOCK_BURST = 40, 6, 20
BURSTS = (100, 200)
NAME = "five-steps"


def main() -> None:
    """Measure and print."""
    with served() as server:
        dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", "template0")
        with installation(database_url=dsn) as ours:
            ours.publish(a_fan(NAME, 5))
            for _ in range(8):
                ours.submit(NAME, wait=60)
            alone = one_by_one(ours)
            per_minute = [burst(ours, count) for count in BURSTS]
        note("stock Dagster")
        with stock_dagster(dsn) as stock:
            stock_alone = stock.one_by_one(STOCK_ALONE)
            stock_per_minute = stock.burst(STOCK_BURST)
    report_times("stock Dagster, submit to completed", stock_alone, p95_ms=stock_alone.p95 * 1e3)
    report("stock Dagster, runs a minute", stock_per_minute, "1/min", runs=STOCK_BURST)
    report(
        "run lane / stock Dagster, runs a minute", per_minute[-1] / stock_per_minute, "x", at_least=10.0,
        against="stock Dagster", load=load(),
    )  # fmt: skip
    report(
        "stock Dagster / run lane, submit to the run's end", stock_alone.p50 / alone.p50, "x", against="stock Dagster"
    )


def one_by_one(ours: Installation) -> Sample:
    """From the request's start to the recorded end, reported with its parts. Returns those to the run's end."""
    taken: list[float] = []
    seen: list[float] = []
    shown: list[float] = []
    parts: dict[str, list[float]] = {"answered": [], "started": [], "worked": []}
    for _ in range(ALONE):
        begin = time.time()
        row = ours.submit(NAME, wait=30)
        seen.append(time.time() - begin)
        assert row["status"] == "completed", row
        shown.append(ours.dagster_ended(row["run_id"]) - begin)
        taken.append(seconds_at(row["finished_at"]) - begin)
        parts["answered"].append(seconds_at(row["created_at"]) - begin)
        parts["started"].append(seconds_at(row["started_at"]) - seconds_at(row["created_at"]))
        parts["worked"].append(seconds_at(row["finished_at"]) - seconds_at(row["started_at"]))
    sample = Sample(tuple(taken))
    medians = {f"{name}_ms": Sample(tuple(part)).p50 * 1e3 for name, part in parts.items()}
    details: dict[str, Any] = {"p95_ms": sample.p95 * 1e3, "load": load(), **medians}
    report_times("submit to completed", sample, at_most_ms=300, **details)
    for what, other in (("the answer that it is completed", seen), ("the run's end in Dagster", shown)):
        report_times(f"submit to {what}", Sample(tuple(other)), p95_ms=Sample(tuple(other)).p95 * 1e3)
    return Sample(tuple(shown))


def burst(ours: Installation, count: int) -> float:
    """Submit so many at once; returns how many a minute end, by Dagster's record."""
    begin = time.time()
    executions: list[str] = [ours.submit(NAME)["id"] for _ in range(count)]
    submitted = time.time() - begin
    runs: list[str] = [ours.ended(execution)["run_id"] for execution in executions]
    last = max(ours.dagster_ended(run_id) for run_id in runs)
    per_minute = 60 * count / (last - begin)
    report(f"runs a minute, {count} at once", per_minute, "1/min", submitted_after_s=submitted, load=load())
    return per_minute


if __name__ == "__main__":
    main()

"""Large plans as real Dagster runs: a chain of 1,000 steps, a fan-out 1,000 wide; submit to the run's end in Dagster.

In a whole installation, so that publishing, Dagster's plan of a thousand ops, its step events and our commits are all
in the figure. Each size is run several times: the first run of a plan builds its job in the worker.
"""

import statistics
import time
import uuid

from bench._installation import Installation, a_chain, a_fan, installation, load, seconds_at
from bench.measure import report
from wfplatform.kernel.json import JsonObject
from wfplatform_tests.postgres import served

STEPS, TIMES, AT_MOST_SECONDS = 1_000, 3, 60.0


def main() -> None:
    """Measure and print."""
    with served() as server:
        dsn = server.create(f"bench_{uuid.uuid4().hex[:8]}", "template0")
        with installation(database_url=dsn) as ours:
            ours.publish(a_fan("warm-up", 5))
            ours.submit("warm-up", wait=60)
            measure(ours, "chain", a_chain(f"chain-{STEPS}", STEPS))
            measure(ours, "fan-out", a_fan(f"fan-{STEPS}", STEPS))


def measure(ours: Installation, shape: str, document: JsonObject) -> None:
    """Publish, run a few times, and report."""
    begin = time.time()
    ours.publish(document)
    published = time.time() - begin
    taken: list[float] = []
    ours_alone: list[float] = []
    started: list[float] = []
    entries = 0
    for _ in range(TIMES):
        begin = time.time()
        execution = ours.submit(str(document["name"]))["id"]
        row = ours.ended(execution, seconds=600)
        assert row["counts"] == {"completed": STEPS}, row["counts"]
        taken.append(ours.dagster_ended(row["run_id"], seconds=600) - begin)
        ours_alone.append(seconds_at(row["finished_at"]) - begin)
        entries = ours.dagster_events(row["run_id"])
        started.append(seconds_at(row["started_at"]) - begin)
    report(
        f"{shape} of {STEPS:,} steps, submit to Dagster's end", max(taken), "s", at_most=AT_MOST_SECONDS,
        first_s=taken[0], median_s=statistics.median(taken), started_after_s=statistics.median(started),
        completed_after_s=statistics.median(ours_alone), publish_s=published, dagster_events=entries, times=TIMES,
        load=load(),
    )  # fmt: skip


if __name__ == "__main__":
    main()

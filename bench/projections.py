"""How long a view of a long history takes. Prints JSON lines; `python -m bench.projections` runs it alone."""

import json
import statistics
import time
from collections.abc import Callable

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.projections.diff import diff
from wfplatform.projections.execution import ExecutionFold, execution_view
from wfplatform.projections.timeline_fold import TimelineFold, timeline

ROUNDS = 15


def loop_history(events: int) -> list[v.Recorded]:
    """A loop of about so many events: five an iteration, one in ten with a retry."""
    told: list[v.Event] = [v.ExecutionStarted({"items": []}, "p"), v.StepStarted("each")]
    index = 0
    while len(told) < events - 2:
        scope = f"each[{index}]"
        path = f"{scope}/charge"
        told += [v.IterationStarted(scope, "each", index, item={"n": index}), v.StepStarted(path, input={"n": index})]
        if index % 10 == 0:
            told += [v.RetryAttempted(path, 1, Failure("BUSY", "later"), 0), v.StepStarted(path, 2)]
        told += [v.StepCompleted(path, output={"paid": index}), v.IterationEnded(scope, "each", index, output=index)]
        index += 1
    told += [v.StepCompleted("each"), v.ExecutionCompleted()]
    return [v.Recorded(seq, seq * 1_000, event) for seq, event in enumerate(told, 1)]


def median_ms(work: Callable[[], object]) -> float:
    """Median over the rounds, in milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1_000)
    return round(statistics.median(times), 3)


def main() -> None:
    """Measure and print."""
    for size, limit in ((1_000, 50), (50_000, None)):
        records = loop_history(size)
        masks = {"charge": ["/input/n", "/output/paid"]}
        shown = timeline(records)
        state, views = TimelineFold(), ExecutionFold()
        for recorded in records[:-1]:
            state.add(recorded)
            views.add(recorded)
        for name, work, most in (
            ("timeline", lambda r=records: timeline(r), limit),
            ("timeline, masked", lambda r=records, m=masks: timeline(r, m), limit),
            ("execution view", lambda r=records: execution_view(r), None),
            ("view of a kept fold", views.view, None),
            ("timeline of a kept fold", state.view, None),
            ("diff of two", lambda s=shown: diff(s, s), None),
        ):
            line = {"bench": "projections", "what": name, "events": len(records), "p50_ms": median_ms(work)}
            if most is not None:
                line |= {"limit_ms": most, "holds": line["p50_ms"] <= most}
            print(json.dumps(line))


if __name__ == "__main__":
    main()

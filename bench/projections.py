"""Timelines and views of long histories: a thousand events, and the most that an execution may have."""

from bench.measure import repeat, report_times
from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.projections.diff import diff
from wfplatform.projections.execution import ExecutionFold, execution_view
from wfplatform.projections.masking import Masks
from wfplatform.projections.timeline_fold import TimelineFold, timeline


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


def main() -> None:
    """Measure and print."""
    for size in (1_000, 50_000):
        records = loop_history(size)
        masks: Masks = {"charge": ["/input/n", "/output/paid"]}
        shown = timeline(records)
        state, view = TimelineFold(), ExecutionFold()
        for recorded in records[:-1]:
            state.add(recorded)
            view.add(recorded)
        name, limit = f"{size:,} events", 50.0 if size == 1_000 else None
        report_times(f"timeline of {name}", repeat(lambda r=records: timeline(r)), at_most_ms=limit)
        report_times(f"masked timeline of {name}", repeat(lambda r=records, m=masks: timeline(r, m)), at_most_ms=limit)
        report_times(f"execution view of {name}", repeat(lambda r=records: execution_view(r)))
        report_times(f"view of a kept fold of {name}", repeat(view.view))
        report_times(f"timeline of a kept fold of {name}", repeat(state.view))
        report_times(f"difference of two of {name}", repeat(lambda s=shown: diff(s, s)))


if __name__ == "__main__":
    main()

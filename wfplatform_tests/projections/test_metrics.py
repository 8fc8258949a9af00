import msgspec

from wfplatform.events import vocabulary as v
from wfplatform.projections.metrics import BUCKETS_MS, MetricsFold
from wfplatform_tests.projections.builders import BOOM, STARTED, history, second


def fold(**executions: list[v.Recorded]) -> MetricsFold:
    metrics = MetricsFold()
    for execution, records in executions.items():
        for recorded in records:
            metrics.add("orders", execution, recorded)
    return metrics


def test_executions_are_counted_by_how_they_ended_and_how_long_they_took() -> None:
    metrics = fold(
        one=history(STARTED, (0.02, v.ExecutionCompleted())),
        other=history(STARTED, (2, v.ExecutionFailed(BOOM))),
    ).workflows["orders"]

    assert (metrics.started, metrics.ended) == (2, {"completed": 1, "failed": 1})
    assert metrics.durations.counts[BUCKETS_MS.index(25)] == 1
    assert metrics.durations.counts[BUCKETS_MS.index(2_500)] == 1
    assert metrics.durations.sum_ms == 2_020


def test_executions_under_way_are_counted_by_their_present_status() -> None:
    metrics = fold(
        one=history(v.ExecutionQueued()),
        two=history(v.ExecutionQueued(), STARTED),
        three=history(STARTED, v.ExecutionWaiting()),
    ).workflows["orders"]

    assert metrics.active == {"queued": 1, "running": 1, "waiting": 1}


def test_steps_and_retries_are_counted() -> None:
    metrics = fold(
        one=history(
            STARTED,
            v.RetryAttempted("a", 1, BOOM, second(2)),
            v.StepCompleted("a"),
            v.StepFailed("b", BOOM),
            v.StepSkipped("c"),
        )
    ).workflows["orders"]

    assert (metrics.steps, metrics.retries) == ({"completed": 1, "failed": 1, "skipped": 1}, 1)


def test_an_execution_that_is_over_is_forgotten_so_that_the_fold_stays_small() -> None:
    metrics = fold(one=history(STARTED, v.ExecutionCompleted()))

    assert metrics.open == {}
    assert metrics.workflows["orders"].active == {}


def test_a_metrics_fold_can_be_written_down_and_go_on() -> None:
    records = history(STARTED, v.ExecutionWaiting(), v.ExecutionResumed(), v.ExecutionCompleted())
    metrics = MetricsFold()

    for recorded in records:
        metrics.add("orders", "one", recorded)
        metrics = msgspec.json.decode(msgspec.json.encode(metrics), type=MetricsFold)

    assert metrics.workflows["orders"].ended == {"completed": 1}

"""What Prometheus reads: requests as this process counts them, executions as the projections fold them."""

from collections.abc import Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from wfplatform.projections.metrics import BUCKETS_MS, WorkflowMetrics

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class RequestMetrics:
    """Counts of this process, in a registry of its own: two applications in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "wfplatform_http_requests",
            "Requests by method, route and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "wfplatform_http_request_duration_seconds",
            "Time to the end of the answer, streams left out.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._open = Gauge("wfplatform_http_requests_open", "Requests being answered.", registry=self.registry)
        self._streams = Gauge("wfplatform_live_streams", "Live streams being followed.", registry=self.registry)
        # Finding a labelled child takes longer than counting with it; there are few.
        self._counted: dict[tuple[str, str, int], Counter] = {}
        self._timed: dict[tuple[str, str], Histogram] = {}

    def opened(self, *, is_stream: bool) -> None:
        """A request, or a stream, begins."""
        (self._streams if is_stream else self._open).inc()

    def closed(self, method: str, route: str, status: int, seconds: float, *, is_stream: bool) -> None:
        """It has ended. `route` is the template, so that ids do not become labels."""
        (self._streams if is_stream else self._open).dec()
        counter = self._counted.get((method, route, status))
        if counter is None:
            counter = self._counted[method, route, status] = self._requests.labels(method, route, str(status))
        counter.inc()
        if is_stream:
            return
        timer = self._timed.get((method, route))
        if timer is None:
            timer = self._timed[method, route] = self._seconds.labels(method, route)
        timer.observe(seconds)


class _Executions(Collector):
    """The folded counts, once."""

    def __init__(self, workflows: Mapping[str, WorkflowMetrics]) -> None:
        self._workflows = workflows

    def collect(self) -> Iterator[Metric]:
        started = CounterMetricFamily("wfplatform_executions_started", "Executions begun.", labels=["workflow"])
        ended = CounterMetricFamily("wfplatform_executions_ended", "Executions over.", labels=["workflow", "status"])
        active = GaugeMetricFamily(
            "wfplatform_executions_active", "Executions not over.", labels=["workflow", "status"]
        )
        steps = CounterMetricFamily("wfplatform_steps", "Steps over.", labels=["workflow", "status"])
        retries = CounterMetricFamily("wfplatform_step_retries", "Attempts that were repeated.", labels=["workflow"])
        durations = HistogramMetricFamily(
            "wfplatform_execution_duration_seconds", "From admission to the end.", labels=["workflow"]
        )
        for workflow, counts in self._workflows.items():
            started.add_metric([workflow], counts.started)
            retries.add_metric([workflow], counts.retries)
            for family, by_status in ((ended, counts.ended), (active, counts.active), (steps, counts.steps)):
                for status, number in by_status.items():
                    family.add_metric([workflow, status], number)
            durations.add_metric([workflow], _cumulative(counts.durations.counts), counts.durations.sum_ms / 1_000)
        yield from (started, ended, active, steps, retries, durations)


def exposition(requests: RequestMetrics, workflows: Mapping[str, WorkflowMetrics]) -> bytes:
    """Everything in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Executions(workflows))
    return generate_latest(requests.registry) + generate_latest(registry)


def _cumulative(counts: list[int]) -> list[tuple[str, float]]:
    total = 0
    buckets: list[tuple[str, float]] = []
    for bound, count in zip((*BUCKETS_MS, None), counts, strict=True):
        total += count
        buckets.append(("+Inf" if bound is None else str(bound / 1_000), float(total)))
    return buckets

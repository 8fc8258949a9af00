"""What our figures must hold against the peers' in the same run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bench.lane.rows import OURS, OURS_WITHOUT_HTTP, Row, Work, find


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours by theirs. `at_least` for rates, `at_most` for latencies; neither where nothing was promised."""

    name: str
    against: str
    value: float
    ours: float
    theirs: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether what was promised holds; None where nothing was."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return self.value <= self.at_most if self.at_most is not None else None


Figure = Literal["rps", "p50_ms"]
_PROMISES: tuple[tuple[str, str, Work, int, Figure, float], ...] = (
    ("durable_rate_by_restate", "restate", "durable", 64, "rps", 2.0),
    ("durable_rate_by_dbos", "dbos", "durable", 64, "rps", 15.0),
    ("as_written_rate_by_n8n", "n8n", "as_written", 64, "rps", 10.0),
    ("durable_p50_of_one_client_by_restate", "restate", "durable", 1, "p50_ms", 0.6),
)
_WITHOUT_HTTP: Final = ("durable_rate_without_http_by_restate", "restate", "durable", 64, "rps", 3.0)
_INSTEAD_OF_N8N = ("as_written_rate_by_restate", "restate", "durable", 64, "rps", 2.5)


def ratios(rows: Sequence[Row]) -> Iterator[Ratio]:
    """All that can be made from these rows.

    Where n8n could not be measured, what is as written is held against Restate's durable work instead.
    """
    for name, peer, work, clients, figure, bound in _PROMISES:
        ours, theirs = find(rows, OURS, work, clients), find(rows, peer, work, clients)
        if peer == "n8n" and theirs is None:
            name, peer, _, clients, figure, bound = _INSTEAD_OF_N8N
            theirs = find(rows, peer, "durable", clients)
        if ours is not None and theirs is not None:
            yield _ratio(name, peer, figure, bound, ours, theirs)
    name, peer, work, clients, figure, bound = _WITHOUT_HTTP
    ours, theirs = find(rows, OURS_WITHOUT_HTTP, work, clients), find(rows, peer, work, clients)
    if ours is not None and theirs is not None:
        yield _ratio(name, peer, figure, bound, ours, theirs)


def _ratio(name: str, peer: str, figure: Figure, bound: float, ours: Row, theirs: Row) -> Ratio:
    mine, other = getattr(ours, figure), getattr(theirs, figure)
    is_rate = figure == "rps"
    return Ratio(
        name, peer, mine / other, mine, other, at_least=bound if is_rate else None, at_most=None if is_rate else bound
    )

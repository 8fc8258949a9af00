"""What is measured: one row for each system, kind of work and number of clients."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Work = Literal["durable", "as_written"]
WORKS: tuple[Work, ...] = get_args(Work)
"""`durable`: each of five steps is durable before the next. `as_written`: what a person writes who asks for nothing."""
CLIENTS = (1, 16, 64)
OURS = "wfplatform"
OURS_WITHOUT_HTTP = "wfplatform, no HTTP"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the report. Zeros and a note where a system could not be measured."""

    system: str
    version: str
    work: Work
    clients: int
    rps: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    p99_ms: float = 0.0
    cpu_ms_per_request: float = 0.0
    rss_mb: float = 0.0
    note: str = ""

    @property
    def is_measured(self) -> bool:
        """It holds figures, not only a reason why there are none."""
        return self.rps > 0


def not_measured(system: str, version: str, why: str, *, works: Sequence[Work] = WORKS) -> list[Row]:
    """Rows that say why there are no figures: no system is dropped in silence."""
    return [Row(system, version, work, clients, note=why) for work in works for clients in CLIENTS]


def to_json(machine: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    """The report of one run, as it lies in `lane-DATE.json`."""
    return {"machine": machine, "rows": [asdict(row) for row in rows]}


def from_json(report: dict[str, Any]) -> list[Row]:
    """The rows of such a report."""
    return [Row(**row) for row in report["rows"]]


def find(rows: Sequence[Row], system: str, work: Work, clients: int) -> Row | None:
    """The measured row of that system, work and number of clients."""
    for row in rows:
        if (row.system, row.work, row.clients) == (system, work, clients) and row.is_measured:
            return row
    return None

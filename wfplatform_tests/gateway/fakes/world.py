"""What the fakes share: what is kept, what has happened, and a clock that moves ten milliseconds an event."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from wfplatform.events.status import ExecutionStatus, execution_status_after
from wfplatform.events.vocabulary import Event, ExecutionFailed, Recorded
from wfplatform.gateway.features.drafts.ports import Draft
from wfplatform.gateway.features.executions.ports import ExecutionRow, LogRow, Start
from wfplatform.gateway.features.live.ports import Happening
from wfplatform.gateway.features.workflows.ports import VersionDetail
from wfplatform.kernel.clock import MICROSECONDS_PER_S
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import Json
from wfplatform.projections.masking import Masks

NOON = 1_777_636_800 * MICROSECONDS_PER_S


@dataclass
class Kept:
    """An execution: its wish, its document, its history."""

    id: ExecutionId
    wish: Start
    version: str
    document: dict[str, Any]
    created_at: int
    lane: str | None = None
    restart_of: str | None = None
    root: str | None = None
    status: ExecutionStatus = ExecutionStatus.QUEUED
    started_at: int | None = None
    finished_at: int | None = None
    history: list[Recorded] = field(default_factory=list[Recorded])
    logs: list[LogRow] = field(default_factory=list[LogRow])
    masks: Masks = field(default_factory=dict[str, list[str]])
    trigger: Json = None

    @property
    def row(self) -> ExecutionRow:
        """As a list shows it."""
        given = self.wish.input if isinstance(self.wish.input, dict) else {}
        search = {
            name: given.get(path.removeprefix("input.")) for name, path in self.document.get("search", {}).items()
        }
        return ExecutionRow(
            id=self.id,
            workflow=self.wish.workflow,
            version=self.version,
            status=self.status.value,
            mode=self.wish.mode,
            lane=self.lane or self.document.get("lane", "run"),
            created_at=self.created_at,
            started_at=self.started_at,
            finished_at=self.finished_at,
            restart_of=self.restart_of,
            root=self.root,
            search=search,
            error_code=next(
                (one.event.error.code for one in self.history if isinstance(one.event, ExecutionFailed)), None
            ),
        )


class World:
    """Everything there is."""

    def __init__(self) -> None:
        self.empty()

    def empty(self) -> None:
        """As it was in the beginning."""
        self.at = NOON
        self.versions: dict[str, list[VersionDetail]] = {}
        self.current: dict[str, str] = {}
        self.drafts: dict[str, Draft] = {}
        self.executions: dict[ExecutionId, Kept] = {}
        self.keys: dict[tuple[str, str], ExecutionId] = {}
        self.requests: dict[ExecutionId, bytes] = {}
        self.retry_after: int | None = None
        self.happenings: list[Happening] = []
        self.kept_from = 0
        """Positions up to here are not kept for the project's stream any more."""
        self.is_ready = True
        self._moved = asyncio.Event()

    def tick(self) -> int:
        """The next instant."""
        self.at += 10_000
        return self.at

    def new_id(self) -> ExecutionId:
        """Ids in order, the same in every test."""
        return ExecutionId(f"019f0000-0000-7000-8000-{len(self.executions) + 1:012d}")

    def record(self, kept: Kept, *events: Event) -> None:
        """Commit events: history, status and live stream, in one go."""
        for event in events:
            recorded = Recorded(len(kept.history) + 1, self.tick(), event)
            kept.history.append(recorded)
            kept.status = execution_status_after(kept.status, event)
            if kept.status is not ExecutionStatus.QUEUED and kept.started_at is None:
                kept.started_at = recorded.at
            if kept.status.is_over and kept.finished_at is None:
                kept.finished_at = recorded.at
            self.happenings.append(
                Happening(
                    position=len(self.happenings) + 1,
                    execution=kept.id,
                    workflow=kept.wish.workflow,
                    status=kept.status.value,
                    recorded=recorded,
                )
            )
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def moved(self) -> None:
        """Wait for the next commit."""
        await self._moved.wait()

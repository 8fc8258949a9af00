"""Reads histories and plans back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wfplatform.events.codec import decode_event
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.clock import Instant
from wfplatform.kernel.codes.sto import UNKNOWN_EXECUTION, UNKNOWN_PLAN
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import ExecutionId, PlanHash, ProjectId, WorkflowName, execution_day
from wfplatform.store.connection import Connection, Row
from wfplatform.store.part import Part
from wfplatform.store.statements import statement

_READ_AT_ONCE: Final = 500
"""Events of a few milliseconds, after which others in this process are let in."""


@dataclass(frozen=True, slots=True)
class Message:
    """One command that was told to an execution, as bytes. `id` is the sender's."""

    id: str
    at: Instant
    payload: bytes


@dataclass(frozen=True, slots=True)
class History:
    """An execution with all that has happened, and what was told to it and not yet consumed, oldest first."""

    execution: ExecutionId
    project: ProjectId
    workflow: WorkflowName
    version: str | None
    plan: PlanHash
    lane: str
    mode: str
    status: str
    root: ExecutionId
    parent: ExecutionId | None
    attempts: int
    records: tuple[Recorded, ...]
    inbox: tuple[Message, ...]


class Histories(Part):
    """What has happened."""

    async def load(self, execution: ExecutionId) -> History:
        """All of one execution, live or over, from one moment. Raises `NotFound`."""
        found = await self.load_many([execution])
        if not found:
            raise NotFound(UNKNOWN_EXECUTION, f"There is no execution {execution!r}.")
        return found[0]

    async def load_many(self, executions: Sequence[ExecutionId]) -> tuple[History, ...]:
        """Those that exist of the ones asked for, in no particular order: what a takeover reads in one go."""
        days = sorted({execution_day(execution) for execution in executions})

        async def read(connection: Connection) -> tuple[Sequence[Row], Sequence[Row], Sequence[Row]]:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return (
                    await connection.fetch(statement("heads"), executions, days),
                    await connection.fetch(statement("histories"), executions, days),
                    await connection.fetch(statement("inboxes"), executions),
                )

        heads, events, messages = await self._database.patiently(read)
        records: dict[str, list[Recorded]] = {}
        for row in events:
            records.setdefault(str(row["execution_id"]), []).append(recorded(row))
        inboxes = _by_execution(messages)
        return tuple(
            History(
                ExecutionId(str(row["execution_id"])),
                ProjectId(str(row["project_id"])),
                WorkflowName(row["workflow"]),
                row["version"],
                PlanHash(bytes(row["plan_hash"]).hex()),
                row["lane"],
                row["mode"],
                row["status"],
                ExecutionId(str(row["root_execution"])),
                ExecutionId(str(row["parent_execution"])) if row["parent_execution"] else None,
                row["attempts"],
                tuple(records.get(str(row["execution_id"]), ())),
                tuple(inboxes.get(ExecutionId(str(row["execution_id"])), ())),
            )
            for row in heads
        )

    async def load_events(self, execution: ExecutionId, after_seq: int = 0, limit: int = 1_000) -> tuple[Recorded, ...]:
        """At most `limit` events after `after_seq`, in order; empty for an unknown execution too."""
        first = after_seq + 1
        day = execution_day(execution)
        rows = await self._database.rows("events_between", execution, day, first, after_seq + limit)
        records: list[Recorded] = []
        for begin in range(0, len(rows), _READ_AT_ONCE):
            if begin:
                await asyncio.sleep(0)
            records += [recorded(row) for row in rows[begin : begin + _READ_AT_ONCE]]
        return tuple(records)

    async def endings(self, executions: Sequence[ExecutionId]) -> dict[ExecutionId, tuple[str, Recorded]]:
        """Those of the ones asked for that are over: the status, and the last event."""
        days = sorted({execution_day(execution) for execution in executions})
        rows = await self._database.rows("endings", executions, days)
        return {ExecutionId(str(row["execution_id"])): (row["status"], recorded(row)) for row in rows}

    async def put_plan(self, plan_hash: PlanHash, body: bytes) -> None:
        """Keep a plan. The same hash again is no mistake."""
        await self._database.rows("put_plan", bytes.fromhex(plan_hash), body, self._clock.now())

    async def get_plan(self, plan_hash: PlanHash) -> bytes:
        """A stored plan. Raises `NotFound`."""
        body = await self._database.value("get_plan", bytes.fromhex(plan_hash))
        if body is None:
            raise NotFound(UNKNOWN_PLAN, f"There is no plan {plan_hash!r}.")
        return bytes(body)

    async def plans_with(self, plan_hashes: Sequence[PlanHash], word: str) -> dict[PlanHash, bytes]:
        """Those of the plans that may hold a word in their text."""
        found = await self._database.rows("plans_with", [bytes.fromhex(one) for one in plan_hashes], word.encode())
        return {PlanHash(bytes(row["plan_hash"]).hex()): bytes(row["body"]) for row in found}

    async def pending(self, executions: Sequence[ExecutionId]) -> dict[ExecutionId, tuple[Message, ...]]:
        """What was told to these and is not consumed, oldest first; executions without any are left out."""
        found = _by_execution(await self._database.rows("inboxes", executions))
        return {execution: tuple(messages) for execution, messages in found.items()}


def recorded(row: Row) -> Recorded:
    """One stored event, read with the vocabulary's own codec."""
    return Recorded(row["seq"], row["at"], decode_event(row["kind"], row["version"], row["payload"]))


def _by_execution(rows: Sequence[Row]) -> dict[ExecutionId, list[Message]]:
    found: dict[ExecutionId, list[Message]] = {}
    for row in rows:
        message = Message(str(row["id"]), Instant(row["at"]), bytes(row["payload"]))
        found.setdefault(ExecutionId(str(row["execution_id"])), []).append(message)
    return found

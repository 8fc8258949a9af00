"""The catalogue for Dagster's side, which is synchronous and has many threads: the bridge's port `Catalogue`.

One event loop in a thread of its own, with one small pool, opened on first use and anew after a fork.
"""

import asyncio
import os
import threading
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any

from wfplatform.dagster_bridge.loop import LoopThread
from wfplatform.dagster_bridge.ports import Listed
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.ids import DEFAULT_PROJECT, PlanHash, WorkflowName
from wfplatform.plan.plan import Plan, decode_plan
from wfplatform.settings import Settings
from wfplatform.store.catalog import CatalogEntry
from wfplatform.store.signals import CATALOG_CHANGED, Listener
from wfplatform.store.store import Store
from wfplatform.wiring.database import dsn_of

_MOST_LISTED = 1_000
_KEPT_REVISIONS = 4
_KEPT_PLANS = 2_000


class SyncCatalogue:
    """Thread-safe; blocks its caller for a few milliseconds at most."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._guard = threading.RLock()
        self._pid = 0
        self._loop: LoopThread
        self._store: Store
        self._listener: Listener | None = None
        self._listening: asyncio.Task[None] | None = None
        self._changes = 0
        self._known: tuple[int, int, int] | None = None
        """Session, changes heard, and the newest revision then."""
        self._revisions: OrderedDict[int, Mapping[WorkflowName, CatalogEntry]] = OrderedDict()
        self._plans: OrderedDict[PlanHash, Plan] = OrderedDict()

    def follow(self) -> None:
        """Hear of changes from now on, so that asking for the revision again and again costs nothing."""
        loop = self._loop_of()
        if self._listening is None:
            self._listener = self._store.listener([CATALOG_CHANGED])
            self._listening = loop.call(_begun(self._listen(self._listener)))

    def revision(self) -> int:
        """The newest revision."""
        return self._loop_of().call(self._newest())

    def listed(self, revision: int) -> Mapping[WorkflowName, Listed]:
        """The published run-lane workflows, at most a thousand."""
        entries = self._at(revision)
        if len(entries) > _MOST_LISTED:
            used = self._loop_of().call(self._store.recently_used("run", _MOST_LISTED))
            entries = {name: entries[name] for _, name in used if name in entries}
        return {name: _listed(entry) for name, entry in entries.items()}

    def express(self, revision: int) -> Mapping[WorkflowName, Listed]:
        """The published express workflows, at most a thousand."""
        entries = {entry.workflow: entry for entry in self._entries(revision, "express")}
        if len(entries) > _MOST_LISTED:
            used = self._loop_of().call(self._store.recently_used("express", _MOST_LISTED))
            entries = {name: entries[name] for _, name in used if name in entries}
        return {name: _listed(entry) for name, entry in entries.items()}

    def resolve(self, revision: int, name: WorkflowName) -> Listed | None:
        """One workflow, listed or not."""
        entry = self._at(revision).get(name)
        return _listed(entry) if entry is not None else None

    def plan(self, plan: PlanHash) -> Plan:
        """An immutable plan."""
        kept = self._plans.get(plan)
        if kept is None:
            kept = decode_plan(self._loop_of().call(self._store.get_plan(plan)))
            self._plans[plan] = kept
            while len(self._plans) > _KEPT_PLANS:
                self._plans.popitem(last=False)
        return kept

    def close(self) -> None:
        """Let go of the database, if this process has opened it."""
        with self._guard:
            if self._pid == os.getpid():
                if self._listening is not None:
                    self._loop.call(_ended(self._listening), timeout_seconds=10)
                self._loop.call(self._store.close(), timeout_seconds=10)
                self._loop.stop()
            self._pid = 0

    async def _newest(self) -> int:
        session = self._listener.session_number if self._listener is not None else 0
        known = self._known
        if session and known is not None and known[:2] == (session, self._changes):
            return known[2]
        changes = self._changes
        newest = await self._store.catalog_revision()
        self._known = (session, changes, newest)
        return newest

    async def _listen(self, listener: Listener) -> None:
        try:
            async for channel in listener:
                if channel:
                    self._changes += 1
        finally:
            await listener.close()

    def _at(self, revision: int) -> Mapping[WorkflowName, CatalogEntry]:
        known = self._revisions.get(revision)
        if known is None:
            known = {entry.workflow: entry for entry in self._entries(revision, "run")}
            self._revisions[revision] = known
            while len(self._revisions) > _KEPT_REVISIONS:
                self._revisions.popitem(last=False)
        return known

    def _entries(self, revision: int, lane: str) -> list[CatalogEntry]:
        entries = self._loop_of().call(self._store.catalog(revision, lane=lane))
        return [entry for entry in entries if entry.project == DEFAULT_PROJECT]

    def _loop_of(self) -> LoopThread:
        with self._guard:
            if self._pid != os.getpid():
                self._loop = LoopThread("wfplatform-catalogue")
                self._listener, self._listening, self._known = None, None, None
                dsn = dsn_of(self._settings)
                self._store = self._loop.call(Store.open(dsn, SystemClock(), most_sessions=2))
                self._pid = os.getpid()
            return self._loop


async def _begun(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    return asyncio.create_task(work)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _listed(entry: CatalogEntry) -> Listed:
    labels = tuple(sorted(entry.labels.items()))
    return Listed(version=entry.version, plan=entry.plan, title=entry.title, labels=labels)

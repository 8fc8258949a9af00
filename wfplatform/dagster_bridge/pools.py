"""Dagster's pools for the steps of a run: claimed before a node's first attempt, freed when the node ends.

Dagster ignores step-granular pools unless the executor claims them. All of it is synchronous SQL and stays in the
main thread; the runtime waits at its gate meanwhile.
"""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

from dagster import DagsterInstance, DagsterRun
from dagster._core.execution.plan.instance_concurrency_context import InstanceConcurrencyContext

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.hosting import Entering
from wfplatform.plan.plan import Plan

_ASK_AGAIN_SECONDS: Final = 0.5


class Pools(AbstractContextManager["Pools"]):
    """The slots that one run holds and waits for. Leaving the context gives all of them back."""

    def __init__(self, instance: DagsterInstance, run: DagsterRun, plan: Plan) -> None:
        self._pool_of = {step.id: step.queue for step in plan.root.steps if step.queue}
        self._claims = InstanceConcurrencyContext(instance, run) if self._pool_of else None
        self._waiting: list[Entering] = []
        self._held: set[str] = set()

    def __enter__(self) -> "Pools":
        if self._claims is not None:
            self._claims.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._claims is not None:
            for node in list(self._held):
                self.free(node)
            self._claims.__exit__(kind, error, trace)

    def enter(self, wish: Entering) -> None:
        """Let the node in when its pool has a slot now; else remember that it waits."""
        pool = self._pool_of.get(wish.node)
        if self._claims is None or pool is None or wish.node in self._held:
            wish.admit()
        elif self._claims.claim(pool, names.step_key(wish.node)):
            self._held.add(wish.node)
            wish.admit()
        else:
            self._waiting.append(wish)

    def ask_again(self) -> float | None:
        """Try those that wait once more. Seconds until the next try, `None` when nobody waits."""
        waiting, self._waiting = self._waiting, []
        for wish in waiting:
            self.enter(wish)
        return _ASK_AGAIN_SECONDS if self._waiting else None

    def free(self, node: str) -> None:
        """Give the node's slot back. Nothing happens when it holds none."""
        if self._claims is not None and node in self._held:
            self._held.discard(node)
            self._claims.free_step(names.step_key(node))  # pyright: ignore[reportUnknownMemberType] - untyped

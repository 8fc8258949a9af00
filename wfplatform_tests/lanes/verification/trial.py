"""One seed: publish the recipes, start thousands of executions, hurt what hosts them, let it rest, and judge."""

import asyncio
import contextlib
import random
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import psycopg

from wfplatform.attempts.discovery import discover
from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.errors import Unavailable, WfplatformError
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.kernel.json import JsonObject
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.store.embedded import EmbeddedPostgres
from wfplatform.store.embedded.cluster import DURABLE
from wfplatform.store.histories import History
from wfplatform.store.migrate import migrate
from wfplatform.store.store import Store
from wfplatform.store.views import ExecutionFilter
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.publishing import Publishing
from wfplatform.wiring.starting import Start, Starting
from wfplatform.wiring.telling import Telling
from wfplatform_tests.conformance.causality import violations
from wfplatform_tests.lanes.verification import activities, ledger
from wfplatform_tests.lanes.verification.by_webhook import ByWebhook, free_ports, triggers
from wfplatform_tests.lanes.verification.crew import Crew
from wfplatform_tests.lanes.verification.documents import document_of
from wfplatform_tests.lanes.verification.judge import Judge, Wrong
from wfplatform_tests.lanes.verification.nemeses import Nemeses
from wfplatform_tests.lanes.verification.recipe import Recipe, long_chains, recipes
from wfplatform_tests.postgres import temporary_folder

_STARTERS: Final = 16
_STARTERS_BY_WEBHOOK: Final = 64
"""More, since many wait for what they have begun, and for workers that stand still."""
_CREW: Final = 3
_BEGUN_BY_WORKERS: Final = "SELECT count(*) FROM wfplatform.execution_events WHERE seq = 1 AND runtime_id <> 0"
_LOOK_SECONDS: Final = 0.5
_ENDS: Final = {"completed", "failed", "cancelled", "compensated"}
_STUCK_SECONDS: Final = 20.0
"""Without any change, and with nothing that hurts: longer than every lease, wait and pause of the lane."""
_UNHURRIED_SECONDS: Final = 0.6
"""The slowest answer of the world outside, to whom nobody hurries."""
_TOLD: Final = 10
_SAID: Final = 40
_READ_AT_ONCE: Final = 500


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is tried. The starts are spread over `seconds`, during which it `hurts`; then all is quiet until the end.

    `executions` does not count the children that they call, about a tenth more.
    """

    seed: int
    executions: int = 5_600
    seconds: float = 45.0
    workflows: int = 20
    loss: float = 0.01
    hurts: bool = True
    only_stops: bool = False
    """Hurt by nothing but workers that stand still past their lease, all but one at most times."""
    unhurried: bool = False
    """Long chains of slow effects, so that whoever stands still has most of its work under way."""
    webhooks: bool = False
    """Two of three begin by webhook, in the worker that takes the request; the third is queued, as all are without."""
    mutation: str | None = None


@dataclass
class Verdict:
    """What came of it."""

    wrongs: Sequence[Wrong]
    figures: Mapping[str, float | int | str]
    said: Sequence[str] = field(default=(), repr=False)

    @property
    def kinds(self) -> set[str]:
        """The kinds of wrongs."""
        return {wrong.kind for wrong in self.wrongs}

    def __str__(self) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        kinds = Counter(wrong.kind for wrong in self.wrongs)
        lines = [told, f"{len(self.wrongs)} wrongs: {dict(kinds)}", *map(str, self.wrongs[:20])]
        return "\n".join([*lines, *self.said[:_SAID]] if self.wrongs else lines)


@dataclass
class _Begun:
    workflow: str
    given: JsonObject


def catalogue() -> Catalogue:
    """What is installed, and the activities of the recipes."""
    return Catalogue.of(*discover().catalogue, *activities.ACTIVITIES)


async def run(trial: Trial) -> Verdict:
    """Try it."""
    async with _opened(trial) as ground:
        return await ground.run()


@contextlib.asynccontextmanager
async def _opened(trial: Trial) -> AsyncIterator["_Ground"]:
    slowest = _UNHURRIED_SECONDS if trial.unhurried else ledger.SLOWEST_SECONDS
    folder = temporary_folder()
    server = EmbeddedPostgres(folder / "postgres", settings={**DURABLE, "shared_buffers": "128MB"})
    try:
        dsn = server.start().dsn
        migrate(dsn)
        store = await Store.open(dsn, SystemClock(), most_sessions=_STARTERS + 4)
        try:
            ports = free_ports(_CREW) if trial.webhooks else ()
            with (
                ledger.opened(trial.seed, slowest_seconds=slowest) as port,
                Crew(
                    folder, dsn, port, size=_CREW, loss=trial.loss, mutation=trial.mutation, hooks_ports=ports
                ) as crew,
            ):
                async with ByWebhook(ports) as webhooks:
                    yield _Ground(trial, store, crew, server, dsn, port, webhooks)
        finally:
            await store.close()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


class _Ground:
    def __init__(
        self,
        trial: Trial,
        store: Store,
        crew: Crew,
        server: EmbeddedPostgres,
        dsn: str,
        ledger_port: int,
        webhooks: ByWebhook,
    ) -> None:
        self._trial = trial
        self._store = store
        self._dsn = dsn
        self._crew = crew
        self._ledger_port = ledger_port
        self._webhooks = webhooks
        self._plans = Plans(store)
        self._starting = Starting(store, self._plans)
        self._nemeses = Nemeses(
            trial.seed, crew, server, dsn, urlsplit(dsn).path.lstrip("/"), only_stops=trial.only_stops
        )
        self._begun: dict[ExecutionId, _Begun] = {}
        self._answered: set[tuple[ExecutionId, int]] = set()
        self._children: tuple[Recipe, ...] = ()
        if trial.unhurried:
            self._recipes = long_chains(trial.seed, trial.workflows, f"v{trial.seed}")
        else:
            self._children, self._recipes = recipes(trial.seed, trial.workflows, f"v{trial.seed}")

    async def run(self) -> Verdict:
        """Publish, start, hurt, rest, judge."""
        publishing = Publishing(self._store, catalogue())
        for recipe in (*self._children, *self._recipes):
            by_webhook: JsonObject = {"triggers": triggers(recipe.name)} if self._trial.webhooks else {}
            await publishing.publish({**document_of(recipe), **by_webhook})
        await self._crew.until_ready()
        began = time.monotonic()
        quiet = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            looking = group.create_task(self._look())
            if self._trial.hurts:
                group.create_task(self._nemeses.run(quiet))
            await self._start_all()
            started = time.monotonic() - began
            quiet.set()
            left = await looking
        stories = [await self._story(execution) for execution in left[:_TOLD]]
        ended = time.monotonic() - began
        wrongs, judge = await self._judge()
        said = self._crew.said()
        return Verdict(
            wrongs,
            {
                "seed": self._trial.seed,
                "executions": len(judge.judged),
                "effects": judge.effects,
                "absorbed": judge.absorbed,
                "unknown": judge.unknowns,
                **self._nemeses.done,
                "begun by workers": await self._begun_by_workers(),
                "answers lost": self._webhooks.unsure,
                "ended by themselves": self._crew.deaths,
                "dropped": sum("NotKept" in line for line in said),
                "started in s": round(started, 1),
                "over in s": round(ended, 1),
                "judged in s": round(time.monotonic() - began - ended, 1),
                "left": len(left),
            },
            [*stories, *(line for line in said if line.startswith(("wfplatform", "the lease", "an execution")))],
        )

    # ------------------------------------------------------------------------------------------------------ starting

    async def _start_all(self) -> None:
        dice = random.Random(f"inputs {self._trial.seed}")
        began = time.monotonic()
        numbers = iter(range(self._trial.executions))

        async def starter() -> None:
            for number in numbers:
                recipe = self._recipes[number % len(self._recipes)]
                items = [dice.randrange(1, 5), *(dice.randrange(1, 1_000) for _ in range(dice.randrange(4)))]
                given: JsonObject = {"n": dice.randrange(1_000), "items": list(items)}
                early = number / self._trial.executions * self._trial.seconds - (time.monotonic() - began)
                if early > 0:
                    await asyncio.sleep(early)
                await self._start(number, recipe, given)

        async with asyncio.TaskGroup() as group:
            for _ in range(_STARTERS_BY_WEBHOOK if self._trial.webhooks else _STARTERS):
                group.create_task(starter())

    async def _start(self, number: int, recipe: Recipe, given: JsonObject) -> None:
        if self._trial.webhooks and number % 3 == 1:
            execution = await self._webhooks.keyed(number, recipe.name, given)
            self._begun[execution] = _Begun(recipe.name, given)
            return
        if self._trial.webhooks and number % 3 == 2:
            await self._webhooks.waiting(number, recipe.name, given)
            return
        start = Start(workflow=WorkflowName(recipe.name), input=given, idempotency=("verification", str(number)))
        while True:
            try:
                admitted = await self._starting.start(start)
            except Unavailable:
                continue  # nobody has acknowledged it; the key sees to it that it begins once
            self._begun[admitted.execution] = _Begun(recipe.name, given)
            return

    # ------------------------------------------------------------------------------------------------------- looking

    async def _look(self) -> list[ExecutionId]:
        """Keep the crew going and answer what is asked, until all is over or stuck. What is not over then."""
        clock = SystemClock()
        began = clock.now()
        before: object = None
        changed_at = clock.monotonic()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            self._crew.watch()
            try:
                counts = await self._store.count_by_status(since=began)
                if counts.get("stalled"):
                    stalled = ExecutionFilter(statuses=("stalled",))
                    page = await self._store.list_executions(stalled, limit=200)
                    # Read after they stalled: what they asked for has happened, or never will.
                    world = await ledger.world(self._ledger_port)
                    await asyncio.gather(*(self._decide(row.execution, world) for row in page.executions))
                begun = len(self._begun) + self._webhooks.waited_for
                if begun == self._trial.executions and not set(counts) - _ENDS:
                    return []
                if counts != before:
                    before, changed_at = counts, clock.monotonic()
                elif clock.monotonic() - changed_at > _STUCK_SECONDS:
                    return [one.execution for one in await self._store.live_standings("express", limit=100_000)]
            except Unavailable:
                continue

    async def _decide(self, execution: ExecutionId, world: ledger.World) -> None:
        """Look into the books, as a person does: what has happened is taken as done, the rest is tried again."""
        history = await self._store.load(execution)
        if history.status != "stalled" or (execution, len(history.records)) in self._answered:
            return
        open_tasks = _open_questions(history)
        if not open_tasks:
            return
        for path in open_tasks:
            effect = world.get(execution, {}).get(path)
            decision = c.Resolve(path, "retry", by="mara")
            if effect is not None:
                decision = c.Resolve(path, "continue", by="mara", output=next(iter(effect.values.values())))
            try:
                await Telling(self._store, self._plans).tell(execution, decision)
            except Unavailable:
                return  # nobody has taken the answer: it is given again
            except WfplatformError:
                continue  # it has gone on meanwhile
        self._answered.add((execution, len(history.records)))

    async def _story(self, execution: ExecutionId) -> str:
        """How one stands that is stuck, for whoever reads a failure."""
        row = await self._store.get_execution(execution)
        history = await self._store.load(execution)
        events = [f"{record.seq:4} {record.at} {record.event!r}"[:200] for record in history.records[-12:]]
        inbox = [f"     told {message.id} at {message.at}" for message in history.inbox]
        return "\n".join([f"{row}, {history.attempts} deaths", *events, *inbox])

    # ------------------------------------------------------------------------------------------------------- judging

    async def _judge(self) -> tuple[list[Wrong], Judge]:
        histories: dict[ExecutionId, History] = {}
        everything = await self._all_executions()
        for first in range(0, len(everything), _READ_AT_ONCE):
            for history in await self._store.load_many(everything[first : first + _READ_AT_ONCE]):
                histories[history.execution] = history
        by_name = {recipe.name: recipe for recipe in (*self._children, *self._recipes)}
        judge = Judge(by_name, histories, await ledger.world(self._ledger_port))
        wrongs: list[Wrong] = []
        for execution, begun in self._begun.items():
            wrongs += judge.wrongs(execution, begun.workflow, begun.given)
        wrongs += self._webhooks.wrongs(judge, histories)
        for execution in judge.judged & set(histories):
            history = histories[execution]
            plan = await self._plans.get(history.plan)
            wrongs += (Wrong("order", execution, what) for what in violations(plan, history.records))
        for stranger in set(histories) - judge.judged:
            wrongs.append(Wrong("doubled", stranger, f"nobody started this {histories[stranger].workflow}"))
        return wrongs + judge.leftovers(), judge

    async def _begun_by_workers(self) -> int:
        """How many never were in a queue: their first event was written by a worker."""
        async with await psycopg.AsyncConnection.connect(self._dsn) as connection:
            row = await (await connection.execute(_BEGUN_BY_WORKERS)).fetchone()
            return int(row[0]) if row is not None else 0

    async def _all_executions(self) -> list[ExecutionId]:
        found: list[ExecutionId] = []
        after: ExecutionId | None = None
        while True:
            page = await self._store.list_executions(ExecutionFilter(lane="express"), after=after, limit=2_000)
            found += (row.execution for row in page.executions)
            if page.after is None:
                return found
            after = page.after


def _open_questions(history: History) -> list[str]:
    """The steps of which a person is asked whether they happened."""
    asked: dict[str, None] = {}
    for record in history.records:
        match record.event:
            case v.TaskOpened(step=step, about="unknown"):
                asked[step] = None
            case v.TaskDecided(step=step) | v.TaskCancelled(step=step):
                asked.pop(step, None)
            case _:
                pass
    return list(asked)

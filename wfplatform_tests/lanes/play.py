"""One case on a store, whoever hosts it: published under names of its own, started, spoken to, and judged."""

from collections.abc import Sequence
from typing import Final

import msgspec

from wfplatform.engine import commands as c
from wfplatform.engine import fold
from wfplatform.events import vocabulary as v
from wfplatform.kernel.errors import WfplatformError
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, PlanHash, WorkflowName
from wfplatform.kernel.json import JsonObject, decode, encode
from wfplatform.plan.plan import encode_plan
from wfplatform.store.catalog import Publication
from wfplatform.store.store import Store
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.starting import Start, Starting
from wfplatform.wiring.telling import Telling
from wfplatform_tests.conformance import case as k
from wfplatform_tests.conformance.bare_case import plan_of
from wfplatform_tests.conformance.causality import violations
from wfplatform_tests.conformance.comparison import by_path, differences, execution_status, has_come
from wfplatform_tests.lanes import scripts

_RECORDS: Final = msgspec.json.Decoder(tuple[v.Recorded, ...])


class Play:
    """A case, from its publication to what is wrong with its history."""

    def __init__(self, case: k.Case, store: Store, pool: scripts.Pool) -> None:
        self.case = case
        self._store = store
        self._pool = pool
        self._plans = Plans(store)
        self._starting = Starting(store, self._plans)
        self._telling = Telling(store, self._plans)
        self._prefix = f"c{case.name.partition('-')[0]}-"
        self._complaints: list[str] = []
        self._unsaid: dict[str, list[k.Told]] = {"": list(case.told)}
        self.execution: ExecutionId

    async def publish(self) -> None:
        """Publish the workflow and those that it calls, and lay down what their attempts answer."""
        for name, child in self.case.children.items():
            await self._publish(self._prefix + name, child.version, child.document)
            await scripts.write_script(self._pool, self._prefix + name, child.script, child.told)
        await self._publish(self.workflow, "1.0.0", self.case.document)
        await scripts.write_script(self._pool, self.workflow, self.case.script, self.case.told)

    @property
    def workflow(self) -> WorkflowName:
        """The name under which the case is published."""
        return WorkflowName(self._prefix + self.case.document["name"])

    async def start(self) -> ExecutionId:
        """Start it."""
        start = self.case.start
        begun = await self._starting.start(
            Start(
                workflow=self.workflow,
                input=start.input,
                root=ExecutionId(start.root) if start.root is not None else None,
                restart_of=ExecutionId(start.restart_of) if start.restart_of is not None else None,
                reused=start.reused,
            )
        )
        self.execution = begun.execution
        return begun.execution

    async def say_what_is_due(self) -> bool:
        """Say one thing whose moments have come, to the execution or a child of it. False: nothing is due."""
        records = (await self._store.load(self.execution)).records
        executions = {"": self.execution, **self._children(records)}
        for call, execution in executions.items():
            unsaid = self._unsaid.setdefault(call, list(self._child_case(records, call).told) if call else [])
            for told in unsaid:
                if all([await self._sees(execution, moment) for moment in told.when]):
                    unsaid.remove(told)
                    await self._say(execution, told)
                    await self._note_said(records, call, told)
                    return True
        return False

    @property
    def has_more_to_say(self) -> bool:
        """Something waits for its moment."""
        return any(self._unsaid.values())

    async def is_over(self) -> bool:
        """The execution has the case's last status, and so have its children; nothing remains to be said."""
        history = await self._store.load(self.execution)
        if execution_status(history.records).value != self.case.status or self.has_more_to_say:
            return False
        for call, child in self._children(history.records).items():
            status = execution_status((await self._store.load(child)).records)
            if status.value != self._child_case(history.records, call).status:
                return False
        return True

    async def problems(self) -> list[str]:
        """All that is not as the case expects, in words."""
        stored = await self._store.load(self.execution)
        records = self._normal(stored.records)
        found = differences(self.case, records)
        found += violations(await self._plans.get(stored.plan), records)
        found += [f"order of numbers: {r.seq} at place {i}" for i, r in enumerate(records, 1) if r.seq != i]
        state = fold(await self._plans.get(stored.plan), self.execution, stored.records)
        if state.status.value != stored.status:
            found.append(f"the row says {stored.status}, the history {state.status.value}")
        found += await self._wrong_attempts(self.execution, self.case.script)
        attempts = await scripts.attempts_of(self._pool, self.execution)
        for path, keys in self.case.effect_keys.items():
            made = tuple(self._plain(key) for _, key in attempts.get(path, ()))
            if made != keys:
                found.append(f"{path}: expected the effect keys {list(keys)}, but they are {list(made)}")
        for call, child in self._children(stored.records).items():
            expected = self._child_case(stored.records, call)
            status = execution_status((await self._store.load(child)).records)
            if status.value != expected.status:
                found.append(f"the child of {call}: expected {expected.status}, but it is {status.value}")
            found += await self._wrong_attempts(child, expected.script)
        found += self._complaints
        found += [f"never came: {', '.join(map(str, told.when))}" for left in self._unsaid.values() for told in left]
        return found

    async def story(self) -> str:
        """The history in lines, for whoever reads a failure."""
        records = (await self._store.load(self.execution)).records
        return "\n".join(f"{record.seq:3} {msgspec.json.encode(record.event).decode()[:200]}" for record in records)

    async def _publish(self, name: str, version: str, document: JsonObject) -> None:
        text = encode({**document, "name": name}).decode()
        for child in self.case.children:
            text = text.replace(f'"{child}"', f'"{self._prefix}{child}"')
        plan = plan_of(decode(text.encode()))
        await self._store.publish(
            Publication(
                project=DEFAULT_PROJECT,
                workflow=WorkflowName(name),
                version=version,
                document=text,
                plan=PlanHash(plan.hash),
                body=encode_plan(plan),
                lane=plan.lane,
            )
        )

    def _children(self, records: Sequence[v.Recorded]) -> dict[str, ExecutionId]:
        return {call: ExecutionId(child) for call, (child, _) in k.calls_in(records).items()}

    def _child_case(self, records: Sequence[v.Recorded], call: str) -> k.Child:
        return self.case.children[k.calls_in(records)[call][1].removeprefix(self._prefix)]

    async def _sees(self, execution: ExecutionId, moment: k.Moment) -> bool:
        records = (await self._store.load(execution)).records
        if not moment.calls:
            return has_come(records, moment)
        child = self._children(records).get(moment.calls[0])
        return child is not None and await self._sees(child, k.Moment(moment.path, moment.kind, moment.calls[1:]))

    async def _say(self, execution: ExecutionId, told: k.Told) -> None:
        said = told.said
        if isinstance(said, c.Recover):
            await self._lose_host(execution)
            return
        if isinstance(said, k.Complete):
            said = await self._completion(execution, said)
        try:
            await self._telling.tell(execution, said)
        except WfplatformError as refusal:
            if not told.rejected:
                self._complaints.append(f"told {said}: refused with {refusal}")
        else:
            if told.rejected:
                self._complaints.append(f"told {said}: it should have been refused")

    async def _lose_host(self, execution: ExecutionId) -> None:
        """Its host dies, and another one takes over; here that is only what the other one says first."""
        await self._telling.tell(execution, c.Recover())

    async def _note_said(self, records: Sequence[v.Recorded], call: str, told: k.Told) -> None:
        child = self._child_case(records, call) if call else None
        name = next((self._prefix + name for name, one in self.case.children.items() if one is child), self.workflow)
        number = (child.told if child is not None else self.case.told).index(told)
        await scripts.note_said(self._pool, name, number)

    async def _completion(self, execution: ExecutionId, said: k.Complete) -> c.Command:
        records = by_path((await self._store.load(execution)).records).get(said.step, [])
        waits = [record.event for record in records if isinstance(record.event, v.StepWaiting)]
        return c.AttemptCompleted(said.step, waits[-1].attempt, said.output, said.port, token=waits[-1].token)

    async def _wrong_attempts(self, execution: ExecutionId, script: dict[str, tuple[k.Answer, ...]]) -> list[str]:
        made = await scripts.attempts_of(self._pool, execution)
        found: list[str] = []
        for path in sorted({*script, *made}):
            foreseen, asked = script.get(path, ()), {attempt for attempt, _ in made.get(path, ())}
            unmade = [answer for attempt, answer in enumerate(foreseen, 1) if attempt not in asked]
            # An attempt that hangs may be called off, or lose its host, before it has even been made.
            if not asked <= set(range(1, len(foreseen) + 1)) or not all(isinstance(one, k.Hangs) for one in unmade):
                found.append(f"{path}: attempts {sorted(asked)} were made; the script has {len(foreseen)}")
        return found

    def _plain(self, text: str) -> str:
        return text.replace(self.execution, k.EXECUTION).replace(f'"{self._prefix}', '"')

    def _normal(self, records: Sequence[v.Recorded]) -> Sequence[v.Recorded]:
        """The history under the names and the id that the case knows."""
        return _RECORDS.decode(self._plain(msgspec.json.encode(records).decode()))

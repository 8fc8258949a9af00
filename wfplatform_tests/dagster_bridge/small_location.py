"""The code location of tests that cross processes: its catalogue and host are in the database of the environment."""

import asyncio
import os
from collections.abc import Mapping
from functools import cache

import asyncpg
import dagster as dg

from wfplatform.dagster_bridge.executor import executor_for
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.ports import Listed
from wfplatform.dagster_bridge.repository import JobShelf
from wfplatform.dagster_bridge.repository import repository as make_repository
from wfplatform.kernel.ids import PlanHash, WorkflowName
from wfplatform.plan.plan import Plan, decode_plan
from wfplatform_tests.dagster_bridge.small_host import SmallHost

DSN_VARIABLE = "WFPLATFORM_TEST_SMALL_DSN"

HOST = HostThread(lambda: SmallHost(os.environ[DSN_VARIABLE]))


class SmallCatalogue:
    """All stored plans, as one revision; a revision is the number of plans."""

    def revision(self) -> int:
        return _ask("select count(*) from plans")[0]["count"]

    def listed(self, revision: int) -> Mapping[WorkflowName, Listed]:
        plans = [decode_plan(row["body"]) for row in _ask("select body from plans")]
        return {WorkflowName(plan.name): Listed(version="1.0.0", plan=PlanHash(plan.hash)) for plan in plans}

    def express(self, revision: int) -> Mapping[WorkflowName, Listed]:
        return {}

    def resolve(self, revision: int, name: WorkflowName) -> Listed | None:
        return self.listed(revision).get(name)

    def plan(self, plan: PlanHash) -> Plan:
        return decode_plan(_ask("select body from plans where hash = $1", plan)[0]["body"])


@cache
def shelf() -> JobShelf:
    catalogue = SmallCatalogue()
    return JobShelf(catalogue, lambda plan: executor_for(plan, HOST, catalogue.plan))


def repository() -> dg.RepositoryDefinition:
    """What Dagster loads."""
    return make_repository(shelf())


def _ask(statement: str, *arguments: object) -> list[asyncpg.Record]:
    async def ask() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(os.environ[DSN_VARIABLE])
        try:
            return await connection.fetch(statement, *arguments)
        finally:
            await connection.close()

    return asyncio.run(ask())

"""What whoever counts executions for the overview must hold to."""

from wfplatform.gateway.app import Ports
from wfplatform.gateway.features.executions.ports import Filters
from wfplatform_tests.contracts.gateway import HERE, a_name, over, published, started, until
from wfplatform_tests.gateway.documents import failure, greeting, question


class OverviewContract:
    """Whoever counts."""

    async def test_what_ended_and_how_long_it_took_is_counted(self, ports: Ports) -> None:
        good, bad = await published(ports, greeting(a_name())), await published(ports, failure(a_name()))
        for name in (good, good, bad):
            await over(ports, await started(ports, name))
        await over(ports, await started(ports, good, mode="test"))
        row = (await ports.executions.page(HERE, Filters(workflow=good), before=None, limit=1))[0]
        end = row.created_at + 3_600 * 1_000_000
        since = end - 7_200 * 1_000_000

        numbers = await ports.overview.numbers(HERE, since=since, until=end, width=1_800 * 1_000_000)

        counted = {one.workflow: one for one in numbers.workflows}
        assert counted[good].ended == {"completed": 2}
        assert counted[bad].ended == {"failed": 1}
        assert (counted[good].last_failed_at, counted[bad].last_failed_at is None) == (None, False)
        assert 0 < (counted[good].p50_ms or 0) <= (counted[good].p95_ms or 0)
        assert numbers.p95_ms is not None
        assert sum(bucket.ended.get("failed", 0) for bucket in numbers.buckets) >= 1
        assert all(0 <= bucket.number <= 4 for bucket in numbers.buckets)

    async def test_what_goes_on_is_counted_whatever_the_window(self, ports: Ports) -> None:
        name = await published(ports, question(a_name()))
        await until(ports, await started(ports, name), "task.opened")

        numbers = await ports.overview.numbers(HERE, since=0, until=1, width=1)

        counted = {one.workflow: one for one in numbers.workflows}
        assert sum(counted[name].live.values()) == 1
        assert numbers.buckets == ()

    async def test_the_last_executions_are_told_newest_first(self, ports: Ports) -> None:
        name = await published(ports, greeting(a_name()))
        ids = [await started(ports, name) for _ in range(3)]
        for execution in ids:
            await over(ports, execution)

        recent = await ports.overview.recent(HERE, (name, "never-heard-of"), each=2)

        assert [one.id for one in recent] == ids[:0:-1]
        assert {one.status for one in recent} == {"completed"}
        assert all(one.finished_at is not None for one in recent)

    async def test_executions_are_found_by_the_code_of_their_error(self, ports: Ports) -> None:
        name = await published(ports, failure(a_name()))
        execution = await started(ports, name)
        code = (await over(ports, execution)).error
        assert code is not None

        found = await ports.executions.page(HERE, Filters(workflow=name, text=code.code.lower()), before=None, limit=10)
        none = await ports.executions.page(HERE, Filters(workflow=name, text="no such error"), before=None, limit=10)

        assert ([row.id for row in found], none) == ([execution], ())
        assert found[0].error_code == code.code

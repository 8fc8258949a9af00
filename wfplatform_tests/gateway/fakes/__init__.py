"""A whole platform in memory: small, honest, and held to the same contract as the real one."""

from wfplatform.gateway.app import Ports
from wfplatform_tests.gateway.fakes.catalogue import FakeActivities
from wfplatform_tests.gateway.fakes.drafts import FakeDrafts
from wfplatform_tests.gateway.fakes.executions import FakeExecutions
from wfplatform_tests.gateway.fakes.expressions import FakeExpressions
from wfplatform_tests.gateway.fakes.health import FakeHealth
from wfplatform_tests.gateway.fakes.hooks import FakeHooks
from wfplatform_tests.gateway.fakes.live import FakeLive
from wfplatform_tests.gateway.fakes.overview import FakeOverview
from wfplatform_tests.gateway.fakes.workflows import FakeChecker, FakeWorkflows
from wfplatform_tests.gateway.fakes.world import World


def fake_ports(world: World | None = None) -> Ports:
    """All ports over one world."""
    world = world or World()
    return Ports(
        workflows=FakeWorkflows(world),
        checker=FakeChecker(),
        drafts=FakeDrafts(world),
        executions=FakeExecutions(world),
        activities=FakeActivities(),
        expressions=FakeExpressions(world),
        live=FakeLive(world),
        health=FakeHealth(world),
        hooks=FakeHooks(world),
        overview=FakeOverview(world),
    )

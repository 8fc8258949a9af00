"""The real ports hold to the contract that the gateway's tests stand on."""

from typing import Any

import pytest

from wfplatform.events.vocabulary import StepCompleted
from wfplatform.gateway.app import Ports
from wfplatform.gateway.features.executions.ports import Pin
from wfplatform.kernel.errors import InvalidInput
from wfplatform_tests.contracts.gateway import HERE, GatewayContract, a_name, over, started
from wfplatform_tests.contracts.overview import OverviewContract
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import Running


class TestWiring(GatewayContract, OverviewContract):
    @pytest.fixture
    def ports(self, here: Running) -> Ports:
        return here.ports

    async def test_a_step_is_tested_beside_others_that_are_unfinished(self, ports: Ports) -> None:
        document = _unfinished(a_name())
        await ports.drafts.create(HERE, document["name"], document, by="ida")

        execution = await started(
            ports,
            document["name"],
            version="draft",
            mode="test",
            selection=("hello",),
            pinned={"fetch": Pin(output={"says": "pinned"})},
        )
        view = await over(ports, execution)

        records = await ports.executions.history(HERE, execution)
        assert records is not None
        given = {one.event.step: one.event.output for one in records if isinstance(one.event, StepCompleted)}
        assert (view.status.value, given) == (
            "completed",
            {"fetch": {"says": "pinned"}, "hello": {"says": "pinned"}},
        )

    async def test_a_test_is_refused_by_the_name_of_its_step_and_without_word_of_the_command_line(
        self, ports: Ports
    ) -> None:
        document = _unfinished(a_name())
        await ports.drafts.create(HERE, document["name"], document, by="ida")

        with pytest.raises(InvalidInput) as refused:
            await started(ports, document["name"], version="draft", mode="test", selection=("fetch",))

        assert refused.value.message.startswith("The step 'fetch' cannot be tested: 1 error.")
        assert "lacks 'url'" in refused.value.message
        assert {one.node for one in refused.value.diagnostics} == {"fetch"}
        assert "wfplatform validate" not in (refused.value.remedy or refused.value.code.remedy)


def _unfinished(name: str) -> dict[str, Any]:
    """A step that is complete, one before it that is not, and one that stands alone and is not."""
    hello = {"id": "hello", "type": "data.set@1", "with": {"values": {"says": "${{ steps.fetch.output.says }}"}}}
    return greeting(name) | {
        "nodes": [
            {"id": "fetch", "type": "http.request@1", "with": {}},
            hello,
            {"id": "late", "type": "http.request@1", "with": {}},
        ],
        "edges": [{"from": "fetch", "to": "hello"}],
    }

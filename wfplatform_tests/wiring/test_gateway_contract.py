"""The real ports hold to the contract that the gateway's tests stand on."""

import pytest

from wfplatform.gateway.app import Ports
from wfplatform_tests.contracts.gateway import GatewayContract
from wfplatform_tests.contracts.overview import OverviewContract
from wfplatform_tests.wiring.running import Running


class TestWiring(GatewayContract, OverviewContract):
    @pytest.fixture
    def ports(self, here: Running) -> Ports:
        return here.ports

"""The fakes hold to the contract that the real platform is held to; so do the tests that stand on them."""

import pytest

from wfplatform.gateway.app import Ports
from wfplatform_tests.contracts.gateway import GatewayContract
from wfplatform_tests.contracts.overview import OverviewContract
from wfplatform_tests.gateway.fakes import fake_ports


class TestFakes(GatewayContract, OverviewContract):
    @pytest.fixture
    def ports(self) -> Ports:
        return fake_ports()

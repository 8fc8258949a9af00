"""The stage that tests of this room play on."""

import pytest

from wfplatform_tests.dagster_bridge.stage import staged

stage = pytest.fixture(staged, name="stage")

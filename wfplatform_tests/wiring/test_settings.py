"""The environment is the only source of settings, and whoever sets one wrongly is told which."""

from pathlib import Path

import pytest

from wfplatform.kernel.codes.sys import BAD_SETTING
from wfplatform.kernel.errors import Misconfigured
from wfplatform.settings import Settings
from wfplatform.wiring.database import child_environment


def test_settings_come_from_the_environment() -> None:
    found = Settings.from_environment({"WFPLATFORM_PORT": "9000", "WFPLATFORM_HOME": "/data", "PORT": "1"})

    assert (found.port, found.home, found.dagster_port) == (9_000, Path("/data"), 8_781)


def test_what_is_given_wins_over_the_environment() -> None:
    found = Settings.from_environment({"WFPLATFORM_PORT": "9000"}, port=9_001, home=None)

    assert (found.port, found.home) == (9_001, None)


def test_an_empty_variable_is_not_set() -> None:
    assert Settings.from_environment({"WFPLATFORM_PORT": ""}).port == 8_780


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "seventy"), ("PORT", "70000"), ("WARM_WORKERS", "0"), ("LEASE_SECONDS", "-1")],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        Settings.from_environment({f"WFPLATFORM_{name}": value})

    assert refused.value.code is BAD_SETTING
    assert f"WFPLATFORM_{name}" in refused.value.message


def test_networks_are_separated_by_commas() -> None:
    assert Settings(egress_allow="10.0.0.0/8, 127.0.0.0/8,").egress_networks == ("10.0.0.0/8", "127.0.0.0/8")


def test_a_process_of_the_platform_finds_the_same_settings(tmp_path: Path) -> None:
    wanted = Settings(
        home=tmp_path, port=9_000, warm_workers=3, egress_allow="10.0.0.0/8", secrets_file=tmp_path / "secrets"
    )

    there = Settings.from_environment(child_environment(wanted, "postgresql://here/db"))

    assert there == wanted.model_copy(update={"database_url": "postgresql://here/db"})

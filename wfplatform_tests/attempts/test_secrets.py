"""Where secrets come from."""

from pathlib import Path

import pytest

from wfplatform.attempts.secrets import ChainedSecrets, EnvironmentSecrets, FileSecrets
from wfplatform.kernel.errors import Misconfigured


def _file(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


async def test_the_environment_has_secrets_under_upper_case_names() -> None:
    provider = EnvironmentSecrets({"WFPLATFORM_SECRET_DB_PASSWORD": "hunter22", "DB_PASSWORD": "other"})

    assert await provider.get(["db_password", "absent"]) == {"db_password": "hunter22"}


async def test_a_file_has_lines_of_names_and_values(tmp_path: Path) -> None:
    path = _file(tmp_path / "secrets", "# ours\n\nDB_PASSWORD = hunter22\nquoted='with spaces '\nurl=a=b=c\n")

    found = await FileSecrets(path).get(["db_password", "quoted", "url", "absent"])

    assert found == {"db_password": "hunter22", "quoted": "with spaces ", "url": "a=b=c"}


async def test_a_yaml_file_is_a_flat_mapping(tmp_path: Path) -> None:
    path = _file(tmp_path / "secrets.yaml", "db_password: hunter22\nkey: |\n  one\n  two\n")

    assert await FileSecrets(path).get(["db_password", "key"]) == {"db_password": "hunter22", "key": "one\ntwo\n"}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666, 0o710])
async def test_a_file_that_others_may_use_is_refused_with_the_command_to_run(tmp_path: Path, mode: int) -> None:
    path = _file(tmp_path / "secrets", "a=hunter22", mode)

    with pytest.raises(Misconfigured) as refused:
        await FileSecrets(path).get(["a"])

    assert refused.value.code.id == "WF-ATT-SECRET-FILE"
    assert refused.value.remedy == f"Run: chmod 600 {path}"
    assert "hunter22" not in str(refused.value)


async def test_permissions_widened_later_are_noticed(tmp_path: Path) -> None:
    path = _file(tmp_path / "secrets", "a=hunter22")
    provider = FileSecrets(path)
    await provider.get(["a"])

    path.chmod(0o644)

    with pytest.raises(Misconfigured):
        await provider.get(["a"])


async def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = _file(tmp_path / "secrets", "a=first-value")
    provider = FileSecrets(path)
    before = await provider.get(["a"])

    _file(path, "a=the-second-value")

    assert before == {"a": "first-value"}
    assert await provider.get(["a"]) == {"a": "the-second-value"}


async def test_an_absent_file_has_nothing(tmp_path: Path) -> None:
    assert await FileSecrets(tmp_path / "nowhere").get(["a"]) == {}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("secrets", "good=hunter22\nhunter33", "line 2"),
        ("secrets", "9bad=hunter22", "line 1"),
        ("secrets.yaml", "- hunter22", "not a mapping"),
        ("secrets.yaml", "a: [hunter22", "not YAML"),
        ("secrets.yaml", "pin: 1234", "'pin'"),
    ],
)
async def test_a_malformed_file_is_refused_by_place_and_without_its_text(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    with pytest.raises(Misconfigured) as refused:
        await FileSecrets(_file(tmp_path / name, text)).get(["a"])

    assert told in refused.value.message
    assert "hunter" not in str(refused.value)


async def test_the_first_provider_that_has_a_secret_gives_it() -> None:
    first = EnvironmentSecrets({"WFPLATFORM_SECRET_A": "from the first"})
    second = EnvironmentSecrets({"WFPLATFORM_SECRET_A": "from the second", "WFPLATFORM_SECRET_B": "only there"})

    found = await ChainedSecrets([first, second]).get(name for name in ("a", "b", "c"))

    assert found == {"a": "from the first", "b": "only there"}

"""Each contract of `.importlinter` is broken once, in a small model of the house, and must notice."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("kernel", "plan", "events", "model", "plugins", "expressions", "compile", "engine", "projections"),
    *("gateway", "runtime", "dagster_bridge", "store", "attempts", "builtin", "wiring", "settings", "cli"),
)
FEATURES = ("executions", "workflows")
FOREIGN = ("asyncpg", "dagster", "fastapi", "pydantic", "pytest")

BREACHES = {
    "floors": ("store/rows.py", "import wfplatform.runtime"),
    "acyclic": ("kernel/json.py", "import wfplatform.kernel.errors"),
    "pure": ("engine/decide.py", "import time"),
    "sql": ("runtime/loop.py", "import asyncpg"),
    "dagster": ("wiring/jobs.py", "import dagster"),
    "web": ("runtime/loop.py", "import fastapi"),
    "pydantic": ("store/rows.py", "import pydantic"),
    "tests": ("kernel/ids.py", "import pytest"),
    "builtin-alone": ("builtin/http.py", "import wfplatform.kernel.errors"),
    "builtin-unseen": ("wiring/catalogue.py", "import wfplatform.builtin"),
    "engine": ("engine/decide.py", "import wfplatform.expressions"),
    "attempts": ("attempts/one.py", "import wfplatform.engine"),
    "runtime": ("runtime/loop.py", "import wfplatform.compile"),
    "store": ("store/rows.py", "import wfplatform.engine"),
    "bridge": ("dagster_bridge/jobs.py", "import wfplatform.engine"),
    "gateway": ("gateway/app.py", "import wfplatform.engine"),
    "features": ("gateway/features/executions/routes.py", "import wfplatform.gateway.features.workflows"),
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A model of the house: every room, empty but for what the contracts name, and the real contracts."""
    folders = [tmp_path / "wfplatform" / room for room in ROOMS]
    folders += [tmp_path / "wfplatform" / "gateway" / "features" / feature for feature in FEATURES]
    folders += [tmp_path / "wfplatform" / "gateway" / "features", tmp_path / "wfplatform" / "kernel" / "codes"]
    folders += [tmp_path / "wfplatform", tmp_path / "wfplatform_tests"]
    folders += [tmp_path / package for package in FOREIGN]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    for module in ("clock", "diagnostics", "errors", "ids", "json"):
        (tmp_path / "wfplatform" / "kernel" / f"{module}.py").touch()
    (tmp_path / "wfplatform" / "plugins" / "testing.py").write_text("import asyncio\n")
    (tmp_path / "wfplatform/kernel/errors.py").write_text("import wfplatform.kernel.json\n")
    (tmp_path / ".importlinter").write_text((ROOT / ".importlinter").read_text())
    return tmp_path


def lint(house: Path) -> list[str]:
    """Names of the contracts that are broken in `house`."""
    told = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"],
        cwd=house,
        env={"COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "KEPT" in told.stdout, told.stdout + told.stderr
    return re.findall(r"^(.+) BROKEN\b", told.stdout, re.MULTILINE)


def contracts() -> dict[str, str]:
    """Contract ids and their names, as written."""
    read = configparser.ConfigParser()
    read.read(ROOT / ".importlinter")
    prefix = "importlinter:contract:"
    return {part.removeprefix(prefix): read[part]["name"] for part in read.sections() if part.startswith(prefix)}


def test_every_contract_has_a_breach_to_try_it() -> None:
    assert set(contracts()) == set(BREACHES)


def test_the_model_house_keeps_all_contracts(house: Path) -> None:
    assert lint(house) == []


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_noticed_by_the_contract_it_breaks(house: Path, contract: str) -> None:
    file, line = BREACHES[contract]
    breached = house / "wfplatform" / file
    before = breached.read_text() if breached.exists() else ""
    breached.write_text(before + line + "\n")

    assert contracts()[contract] in lint(house)

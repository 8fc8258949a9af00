"""The user interface in Chromium for a benchmark: a script of `ui_extension/bench` measures, in its own browser."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from bench.measure import Sample, note
from wfplatform.gateway.pages.built import FOLDER, INDEX

UI: Final = Path(__file__).parent.parent / "ui_extension"


def chromium() -> str:
    """Where it is. Ends the benchmark when there is none, or nothing that it could show."""
    found = next((there for name in ("chromium", "chromium-browser") if (there := shutil.which(name))), None)
    if found is None or not (UI / "node_modules" / ".made").exists() or not (FOLDER / INDEX).exists():
        raise SystemExit("Needs Chromium (Debian: apt-get install chromium) and a built user interface (make ui).")
    return found


def measured(script: str, address: str, browser: str) -> Any:
    """What a script says of the platform at this address: the one line of JSON that it prints."""
    return json.loads(node(f"bench/{script}.ts", UI_ADDRESS=address.rstrip("/"), UI_CHROMIUM=browser))


def built_bare() -> None:
    """Build the pages that ours are compared with, from the same packages."""
    node("node_modules/vite/bin/vite.js", "build", "--config", "bench/vite.config.ts", "--logLevel", "warn")


def node(script: str, *arguments: str, **variables: str) -> str:
    """Run a script of the user interface's own packages. Ends the benchmark when it fails, after its own words."""
    done = subprocess.run(
        [str(UI / "npm"), "node", script, *arguments],
        cwd=UI,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{script} failed.")
    note(f"{script} done")
    return done.stdout


def percentile(values: Iterable[float], percent: float) -> float:
    """By the nearest rank, in the unit of the values."""
    return Sample(tuple(values)).percentile(percent)

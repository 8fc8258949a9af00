"""Workflows that are named by others: whether they are published, in the range of versions that is wanted.

Only a warning when not: workflows that call each other could otherwise never be published, and neither could several
that are imported at once.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from wfplatform.compile.findings import Findings
from wfplatform.compile.reads import At
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.model.nearest import nearest

_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")
_RANGE = re.compile(r"[\^~]?(?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){0,2}")


class KnownWorkflow(NamedTuple):
    """A workflow that is published here: its versions, and the schemas of the newest one."""

    versions: tuple[str, ...] = ()
    input: Json = None
    output: JsonObject | None = None


Workflows = Mapping[str, KnownWorkflow] | Callable[[str], KnownWorkflow | None]
"""How published workflows are looked up by name."""


class Calls:
    """Looks up what is called. Without `workflows` nothing is known, and nothing is complained of."""

    def __init__(self, workflows: Workflows | None, own_name: str) -> None:
        self._workflows = workflows
        self._own_name = own_name

    def get(self, name: str) -> KnownWorkflow | None:
        """The workflow, when it is known."""
        if self._workflows is None:
            return None
        return self._workflows(name) if callable(self._workflows) else self._workflows.get(name)

    def check(self, name: str, version: str, at: At, findings: Findings, *, version_at: str | None = None) -> None:
        """Report a malformed range, a workflow that is not published, and a range in which no version is."""
        where = version_at if version_at is not None else at.pointer
        if version != "latest" and _RANGE.fullmatch(version) is None:
            findings.error(cmp.BAD_VERSION, f"{version[:60]!r} is not a range of versions.", where, at.node)
            return
        if self._workflows is None or name == self._own_name:
            return
        known = self.get(name)
        if known is None:
            names = () if callable(self._workflows) else self._workflows.keys()
            message = f"No workflow {name[:80]!r} is published here."
            findings.warning(cmp.UNKNOWN_WORKFLOW, message, at.pointer, at.node, instead=nearest(name, names))
        elif known.versions and newest_in(version, known.versions) is None:
            newest = sorted(known.versions, key=lambda one: _parts(one) or ())[-5:]
            message = f"No version of {name!r} is in the range {version!r}; the newest are {', '.join(newest)}."
            findings.warning(cmp.UNKNOWN_WORKFLOW, message, where, at.node)


def newest_in(wanted: str, versions: Iterable[str]) -> str | None:
    """The newest of `versions` in a range: `latest`, `1.4.0`, `1.4`, `^2` or `~1.4`; None when there is none."""
    found = [version for version in versions if (parts := _parts(version)) is not None and _is_in(wanted, parts)]
    return max(found, key=lambda version: _parts(version) or (), default=None)


def _parts(version: str) -> tuple[int, ...] | None:
    match = _VERSION.fullmatch(version)
    return tuple(int(part) for part in match.groups()) if match is not None else None


def _is_in(wanted: str, version: tuple[int, ...]) -> bool:
    if wanted == "latest":
        return True
    if _RANGE.fullmatch(wanted) is None:
        return False
    lowest = tuple(int(part) for part in wanted.lstrip("^~").split("."))
    if wanted.startswith("^"):
        return version[0] == lowest[0] and version >= lowest
    if wanted.startswith("~"):
        fixed = lowest[:2]
        return version[: len(fixed)] == fixed and version >= lowest
    return version[: len(lowest)] == lowest

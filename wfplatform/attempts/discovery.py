"""Finds activities: every entry point of the group `wfplatform.activities` names a descriptor, or several.

A broken plugin breaks itself, not the catalogue: what is wrong with it becomes a diagnostic. Implementations are not
loaded here (`implementations.py` does, at the first attempt). The decision a newcomer would question: on a clash our
own distribution wins, then the first by name, so that installing something never replaces a built-in silently.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Final, cast

from pydantic.errors import PydanticUserError

from wfplatform.kernel.codes.plg import CLASH, FAILED_TO_LOAD, NOT_A_DESCRIPTOR, UNSOUND
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.ids import ACTIVITY_TYPE_PATTERN
from wfplatform.plugins.descriptor import Catalogue, Descriptor

GROUP: Final = "wfplatform.activities"
_OURS: Final = "wfplatform"
_IMPLEMENTATION: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Origin:
    """The distribution that provides an activity."""

    distribution: str
    version: str

    def __str__(self) -> str:
        return f"{self.distribution} {self.version}".rstrip()


@dataclass(frozen=True, slots=True)
class Discovered:
    """What was found: the sound activities, what is wrong with the others, and who provides each (by type)."""

    catalogue: Catalogue
    problems: tuple[Diagnostic, ...]
    origins: Mapping[str, Origin]


def discover(entry_points: Iterable[metadata.EntryPoint] | None = None) -> Discovered:
    """Find what is installed (or in the entry points given). Imports descriptors, and so no driver. Never raises."""
    found: dict[str, Descriptor] = {}
    origins: dict[str, Origin] = {}
    problems: list[Diagnostic] = []
    if entry_points is None:
        entry_points = metadata.entry_points(group=GROUP)
    for point in sorted(entry_points, key=_order):
        origin = _origin(point)
        for descriptor in _load(point, origin, problems):
            if descriptor.type in found:
                problems.append(_clash(descriptor, origins[descriptor.type], origin))
            else:
                found[descriptor.type], origins[descriptor.type] = descriptor, origin
    return Discovered(Catalogue(found), tuple(problems), origins)


def unsoundness(descriptor: Descriptor) -> str | None:
    """What contradicts itself in a descriptor, as the end of a sentence; None when it is sound."""
    if not re.fullmatch(ACTIVITY_TYPE_PATTERN, descriptor.type):
        return f"its type {descriptor.type!r} is not area.verb@major in lower case"
    if descriptor.instruction is None:
        if not _IMPLEMENTATION.fullmatch(descriptor.implementation or ""):
            return f"its implementation {descriptor.implementation!r} is not package.module:name"
    elif descriptor.implementation is not None:
        return "it has both an instruction and an implementation"
    names = [port.name for port in descriptor.ports]
    if len(set(names)) < len(names):
        return "two of its ports have the same name"
    try:
        descriptor.config_schema()
        descriptor.content_hash()
    except (PydanticUserError, TypeError, ValueError, AttributeError) as error:
        return f"its config model has no JSON Schema ({error.__class__.__name__})"
    return None


def _load(point: metadata.EntryPoint, origin: Origin, problems: list[Diagnostic]) -> list[Descriptor]:
    try:
        loaded: object = point.load()
        if isinstance(loaded, Iterable) and not isinstance(loaded, Descriptor):
            named = list(cast("Iterable[object]", loaded))
        else:
            named = [loaded]
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever a foreign module does when it is imported
        problems.append(_failed(point, origin, error))
        return []
    sound: list[Descriptor] = []
    for one in named:
        if not isinstance(one, Descriptor):
            what = f"{point.value!r} holds a {type(one).__name__}, not a Descriptor"
            problems.append(finding(NOT_A_DESCRIPTOR, f"Entry point {point.name!r} of distribution {origin}: {what}."))
            continue
        reason = unsoundness(one)
        if reason is None:
            sound.append(one)
        else:
            problems.append(finding(UNSOUND, f"Activity {one.type!r} of distribution {origin} is left out: {reason}."))
    return sound


def _failed(point: metadata.EntryPoint, origin: Origin, error: BaseException) -> Diagnostic:
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    first = f"Install the package that has {missing!r}" if missing else "Install a version that works here"
    return finding(
        FAILED_TO_LOAD,
        f"Plugin {point.name!r} failed to load from distribution {origin}: {str(error) or type(error).__name__}.",
        hint=f"{first}, or uninstall {origin.distribution}.",
    )


def _clash(descriptor: Descriptor, first: Origin, second: Origin) -> Diagnostic:
    return finding(
        CLASH,
        f"Activity {descriptor.type!r} of distribution {second} is left out: {first} provides it already.",
        hint=f"Uninstall {second.distribution} or {first.distribution}."
        if first.distribution != second.distribution
        else f"Report it to the author of {second.distribution}.",
    )


def _origin(point: metadata.EntryPoint) -> Origin:
    distribution = point.dist
    if distribution is None:
        return Origin("(unknown)", "")
    return Origin(distribution.name, distribution.version)


def _order(point: metadata.EntryPoint) -> tuple[bool, str, str]:
    distribution = _origin(point).distribution
    return (distribution != _OURS, distribution, point.name)

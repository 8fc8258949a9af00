"""Loads what a descriptor names, at the first attempt that needs it, once."""

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from wfplatform.attempts.discovery import Origin
from wfplatform.kernel.codes.plg import IMPLEMENTATION
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.errors import Misconfigured
from wfplatform.plugins.activity import is_immediate
from wfplatform.plugins.descriptor import Descriptor


@dataclass(frozen=True, slots=True)
class Implementation:
    """Something that makes attempts. `blocking`: a plain function, to be run in a thread, unless it is `immediate`."""

    call: Callable[..., Any]
    poll: Callable[..., Any] | None
    blocking: bool
    immediate: bool = False


class Implementations:
    """The implementations that this process has loaded. `origins` only serves the words of an error."""

    def __init__(self, origins: Mapping[str, Origin] | None = None) -> None:
        self._origins = origins or {}
        self._loaded: dict[str, Implementation] = {}
        self._owners: list[object] = []

    def load(self, descriptor: Descriptor) -> Implementation:
        """Give the descriptor's implementation. Raises `Misconfigured` (WF-PLG-005), anew on each call.

        A class is instantiated once, without arguments.
        """
        path = descriptor.implementation or ""
        known = self._loaded.get(path)
        if known is not None:
            return known
        module, _, name = path.partition(":")
        try:
            found: Any = getattr(importlib.import_module(module), name)
            target: Any = found() if inspect.isclass(found) else found
        except (Exception, SystemExit) as error:
            raise self._failed(descriptor, str(error) or type(error).__name__) from error
        if not callable(target):
            raise self._failed(descriptor, f"{path!r} cannot be called")
        blocking = not _is_async(target)
        loaded = Implementation(target, getattr(target, "poll", None), blocking, blocking and is_immediate(target))
        self._loaded[path] = loaded
        self._owners.append(target)
        return loaded

    def preload(self, descriptors: Iterable[Descriptor]) -> tuple[Diagnostic, ...]:
        """Load all of these now, before a process forks or takes work; what fails is told and fails again when used."""
        problems: list[Diagnostic] = []
        for descriptor in descriptors:
            if descriptor.instruction is None:
                try:
                    self.load(descriptor)
                except Misconfigured as error:
                    problems.append(finding(error.code, error.message))
        return tuple(problems)

    async def aclose(self) -> None:
        """Let go of what implementations hold (clients, pools). They are loaded anew when needed again."""
        owners, self._owners = self._owners, []
        self._loaded.clear()
        for owner in owners:
            close = getattr(owner, "aclose", None)
            if close is not None:
                await cast("Callable[[], Any]", close)()

    def _failed(self, descriptor: Descriptor, why: str) -> Misconfigured:
        origin = self._origins.get(descriptor.type)
        return Misconfigured(
            IMPLEMENTATION,
            f"The implementation of {descriptor.type!r}{f' from distribution {origin}' if origin else ''} "
            f"failed to load: {why}.",
        )


def _is_async(target: Any) -> bool:
    return inspect.iscoroutinefunction(target) or inspect.iscoroutinefunction(getattr(target, "__call__", None))  # noqa: B004

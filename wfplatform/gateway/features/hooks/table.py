"""The table of published webhooks: which one serves a method and a path.

Texts win over parameters, segment by segment from the left; of two webhooks with the same path and method the first
one given serves. Made anew whenever something is published, never changed.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote

from wfplatform.gateway.features.hooks.ports import Hook

Found = tuple[Hook, Mapping[str, str]]
_NO_PARAMETERS: Final[Mapping[str, str]] = {}
_ANY: Final = "{}"
"""Stands for a parameter in a branch; no segment of a request is looked up under it."""


class HookTable:
    """Finds in a time that does not grow with the number of webhooks."""

    def __init__(self, hooks: Iterable[Hook] = ()) -> None:
        self._literal: dict[tuple[str, str, str, str], Found] = {}
        self._roots: dict[tuple[str, str, str], _Branch] = {}
        for hook in hooks:
            for method in hook.methods:
                self._add(hook, method)

    def find(self, organization: str, project: str, method: str, path: str) -> Found | None:
        """The webhook, and the parameters of its path. `path` is as it was sent: `%2F` is part of a parameter."""
        found = self._literal.get((organization, project, method, path))
        if found is not None:
            return found
        segments = path.split("/")
        if "%" in path:
            segments = [unquote(segment) for segment in segments]
            if (plain := "/".join(segments)).count("/") == path.count("/"):
                found = self._literal.get((organization, project, method, plain))
                if found is not None:
                    return found
        root = self._roots.get((organization, project, method))
        if root is None:
            return None
        values: list[str] = []
        hook = root.find(segments, 0, values)
        return (hook, dict(zip(_parameters(hook.path), values, strict=True))) if hook is not None else None

    def _add(self, hook: Hook, method: str) -> None:
        if "{" not in hook.path:
            self._literal.setdefault((hook.organization, hook.project, method, hook.path), (hook, _NO_PARAMETERS))
            return
        root = self._roots.setdefault((hook.organization, hook.project, method), _Branch())
        root.add(hook.path.split("/"), hook)


def conflicts(hooks: Iterable[Hook]) -> dict[tuple[str, str], Hook]:
    """By (workflow, trigger) of each webhook that another one stands before, for at least one method: that one."""
    first: dict[tuple[str, str, str, str], Hook] = {}
    found: dict[tuple[str, str], Hook] = {}
    for hook in hooks:
        for method in hook.methods:
            shape = "/".join(_ANY if segment[:1] == "{" else segment for segment in hook.path.split("/"))
            before = first.setdefault((hook.organization, hook.project, method, shape), hook)
            if before is not hook:
                found[hook.workflow, hook.trigger] = before
    return found


class _Branch:
    def __init__(self) -> None:
        self._children: dict[str, _Branch] = {}
        self._hook: Hook | None = None

    def add(self, segments: list[str], hook: Hook) -> None:
        here = self
        for segment in segments:
            here = here._children.setdefault(_ANY if segment[:1] == "{" else segment, _Branch())
        if here._hook is None:
            here._hook = hook

    def find(self, segments: list[str], at: int, values: list[str]) -> Hook | None:
        if at == len(segments):
            return self._hook
        segment = segments[at]
        literal = self._children.get(segment) if segment != _ANY else None
        if literal is not None:
            found = literal.find(segments, at + 1, values)
            if found is not None:
                return found
        parameter = self._children.get(_ANY)
        if parameter is None or not segment:
            return None
        values.append(segment)
        found = parameter.find(segments, at + 1, values)
        if found is None:
            values.pop()
        return found


def _parameters(path: str) -> list[str]:
    return [segment[1:-1] for segment in path.split("/") if segment[:1] == "{"]

"""Connections: kept with references to secrets, opened with their values for one attempt.

What the settings of a kind mean is the business of the activities that use it; this file only knows that secrets are
never written into a connection. The decision a newcomer would question: even in a file that only its owner can read,
a literal secret is refused, so that connections can be listed, exported and shown.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import yaml

from wfplatform.attempts.ports import ConnectionConfig, Connections, SecretsProvider
from wfplatform.attempts.references import referenced_secret
from wfplatform.attempts.secrets import resolved
from wfplatform.kernel.codes.att import CONNECTION_KIND, CONNECTION_MISSING, CONNECTION_SHAPE
from wfplatform.kernel.errors import Misconfigured
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plugins.activity import Connection

_KEYS = frozenset({"kind", "settings", "secrets"})


def parse_connection(name: str, written: Json) -> ConnectionConfig:
    """Read `{kind, settings, secrets}`. Raises `Misconfigured` that names the connection and the key, never a value."""
    if not isinstance(written, Mapping):
        raise _malformed(name, "it is not a mapping")
    entry = cast("Mapping[str, Json]", written)
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise _malformed(name, f"unknown key {unknown[0]!r}")
    kind: Json = entry.get("kind")
    settings: Json = entry.get("settings", {})
    secrets: Json = entry.get("secrets", {})
    if not isinstance(kind, str) or not kind:
        raise _malformed(name, "'kind' is missing")
    if not isinstance(settings, Mapping) or not isinstance(secrets, Mapping):
        raise _malformed(name, "'settings' and 'secrets' must be mappings")
    references: dict[str, str] = {}
    for key, text in cast("Mapping[str, Json]", secrets).items():
        secret = referenced_secret(text)
        if secret is None:
            raise _malformed(name, f"secrets.{key} is not a reference like ${{{{ secrets.name }}}}")
        references[key] = secret
    return ConnectionConfig(name, kind, dict(cast("Mapping[str, Json]", settings)), references)


class MappedConnections:
    """Connections from a mapping of name to `{kind, settings, secrets}`. Raises `Misconfigured` at once."""

    def __init__(self, written: Mapping[str, Json]) -> None:
        self._connections = {name: parse_connection(name, entry) for name, entry in written.items()}

    async def get(self, name: str) -> ConnectionConfig | None:
        """The connection of that name, or None."""
        return self._connections.get(name)

    async def all(self) -> Sequence[ConnectionConfig]:
        """Every connection, by name."""
        return [self._connections[name] for name in sorted(self._connections)]


class FileConnections:
    """Connections from a YAML (or JSON) file with the same mapping; read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, ...] | None = None
        self._connections = MappedConnections({})

    async def get(self, name: str) -> ConnectionConfig | None:
        """The connection of that name, or None. An absent file holds none."""
        return await self._present().get(name)

    async def all(self) -> Sequence[ConnectionConfig]:
        """Every connection, by name."""
        return await self._present().all()

    def _present(self) -> MappedConnections:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return MappedConnections({})
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
        if stamp != self._stamp:
            self._connections = MappedConnections(self._load())
            self._stamp = stamp
        return self._connections

    def _load(self) -> JsonObject:
        try:
            loaded: Json = yaml.safe_load(self._path.read_text(encoding="utf-8"))
        except yaml.YAMLError:
            raise Misconfigured(CONNECTION_SHAPE, f"The file {str(self._path)!r} is not YAML.") from None
        if loaded is None:
            return {}
        if not isinstance(loaded, dict):
            raise Misconfigured(CONNECTION_SHAPE, f"The file {str(self._path)!r} is not a mapping of connections.")
        return cast("JsonObject", loaded)


async def opened(
    connections: Connections, secrets: SecretsProvider, name: str | None, wanted_kind: str | None, activity: str
) -> Connection | None:
    """The connection that an attempt of `activity` gets, secrets resolved; None when it neither has nor needs one.

    Raises `Misconfigured` when it does not exist, is of another kind, or lacks a secret.
    """
    if name is None:
        return None
    config = await connections.get(name)
    if config is None:
        raise Misconfigured(CONNECTION_MISSING, f"The connection {name!r} is not configured.")
    if wanted_kind is not None and config.kind != wanted_kind:
        raise Misconfigured(
            CONNECTION_KIND,
            f"{activity} needs a connection of kind {wanted_kind!r}; {name!r} is of kind {config.kind!r}.",
        )
    values = await resolved(secrets, sorted(set(config.secrets.values())))
    return Connection(name, config.kind, config.settings, {key: values[ref] for key, ref in config.secrets.items()})


def _malformed(name: str, what: str) -> Misconfigured:
    return Misconfigured(CONNECTION_SHAPE, f"The connection {name!r} is written wrongly: {what}.")

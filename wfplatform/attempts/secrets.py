"""Secrets from the environment and from a file that only its owner can read.

Nothing is encrypted here, and nothing is kept longer than a caller holds it. The decision a newcomer would question:
a file with wider permissions is refused instead of warned about, because a warning is read after the secret was.
"""

import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

import yaml

from wfplatform.attempts.masking import SHORTEST
from wfplatform.attempts.ports import SecretsProvider
from wfplatform.attempts.references import SECRET_NAME
from wfplatform.kernel.codes.att import SECRET_FILE, SECRET_MISSING, SECRET_SHORT
from wfplatform.kernel.errors import Misconfigured

PREFIX: Final = "WFPLATFORM_SECRET_"


class EnvironmentSecrets:
    """`db_password` is `WFPLATFORM_SECRET_DB_PASSWORD` of the mapping given (usually `os.environ`)."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    async def get(self, names: Iterable[str]) -> Mapping[str, str]:
        """Those of `names` that are set."""
        found = {name: self._environ.get(PREFIX + name.upper()) for name in names}
        return {name: value for name, value in found.items() if value is not None}


class FileSecrets:
    """A file of `NAME=value` lines, or a flat YAML mapping; read again when it has changed. Names in any case.

    An absent file holds nothing. Values may be quoted; `#` starts a comment line.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, ...] | None = None
        self._secrets: dict[str, str] = {}

    async def get(self, names: Iterable[str]) -> Mapping[str, str]:
        """Those of `names` that the file has. Raises `Misconfigured` for its permissions and for a malformed line."""
        self._reload()
        return {name: self._secrets[name] for name in names if name in self._secrets}

    def _reload(self) -> None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._stamp, self._secrets = None, {}
            return
        if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            mode = stat.S_IMODE(status.st_mode)
            message = f"The secrets file {str(self._path)!r} has mode {mode:04o}: others than its owner may use it."
            raise Misconfigured(SECRET_FILE, message, remedy=f"Run: chmod 600 {self._path}")
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_mode)
        if stamp != self._stamp:
            self._secrets = self._parse(self._path.read_text(encoding="utf-8"))
            self._stamp = stamp

    def _parse(self, text: str) -> dict[str, str]:
        if self._path.suffix in {".yaml", ".yml"}:
            return self._parse_yaml(text)
        secrets: dict[str, str] = {}
        for number, line in enumerate(map(str.strip, text.splitlines()), 1):
            if not line or line.startswith("#"):
                continue
            name, equals, value = line.partition("=")
            name = name.strip().lower()
            if not equals or not SECRET_NAME.fullmatch(name):
                # The line itself is never shown: whatever it is, it may hold a secret.
                raise self._malformed(f"line {number} is not NAME=value")
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            secrets[name] = value
        return secrets

    def _parse_yaml(self, text: str) -> dict[str, str]:
        try:
            loaded: object = yaml.safe_load(text)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise self._malformed(f"line {mark.line + 1} is not YAML" if mark else "it is not YAML") from None
        if loaded is None:
            return {}
        if not isinstance(loaded, dict):
            raise self._malformed("it is not a mapping")
        secrets: dict[str, str] = {}
        for key, value in cast("dict[object, object]", loaded).items():
            name = str(key).lower()
            if not SECRET_NAME.fullmatch(name) or not isinstance(value, str):
                raise self._malformed(f"{name!r} is not a secret's name with a text (quote numbers)")
            secrets[name] = value
        return secrets

    def _malformed(self, what: str) -> Misconfigured:
        return Misconfigured(SECRET_FILE, f"The secrets file {str(self._path)!r} cannot be read: {what}.")


class ChainedSecrets:
    """Several providers; the first that has a secret gives it."""

    def __init__(self, providers: Sequence[SecretsProvider]) -> None:
        self._providers = tuple(providers)

    async def get(self, names: Iterable[str]) -> Mapping[str, str]:
        """Those of `names` that some provider has."""
        found: dict[str, str] = {}
        wanted = list(names)
        for provider in self._providers:
            missing = [name for name in wanted if name not in found]
            if missing:
                found.update(await provider.get(missing))
        return found


async def resolved(provider: SecretsProvider, names: Sequence[str]) -> Mapping[str, str]:
    """All of `names` with their values. Raises `Misconfigured` when one is missing or too short to be masked."""
    if not names:
        return {}
    found = await provider.get(names)
    missing = [name for name in names if name not in found]
    if missing:
        variables = ", ".join(PREFIX + name.upper() for name in missing)
        raise Misconfigured(
            SECRET_MISSING,
            f"No provider has the secret {', '.join(map(repr, missing))}.",
            remedy=f"Set {variables}, or add it to the secrets file.",
        )
    short = [name for name in names if len(found[name]) < SHORTEST]
    if short:
        named = ", ".join(map(repr, short))
        raise Misconfigured(SECRET_SHORT, f"The secret {named} has fewer than {SHORTEST} characters.")
    return {name: found[name] for name in names}

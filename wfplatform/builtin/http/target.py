"""Where a request goes and what it carries to prove who sends it.

The decision a newcomer would question: with a connection, a URL may not lead outside its `base_url`, not even by `..`:
otherwise whoever may edit a workflow could have the connection's secret sent to a server of their own.
"""

import base64
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import httpx2
from pydantic import ValidationError

from wfplatform.builtin.http.descriptors import HttpSettings, RequestConfig, Scalar
from wfplatform.plugins.activity import ActivityError, Connection

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_KNOWN: Final = 1_024
"""URLs that need not be read again: a workflow asks the same one each time."""


@dataclass(frozen=True, slots=True)
class Target:
    """`credentials` are headers that only ever go to the origin of `url`."""

    url: httpx2.URL
    settings: HttpSettings | None
    headers: dict[str, str]
    credentials: dict[str, str] = field(repr=False, default_factory=dict[str, str])

    def reaches(self, url: httpx2.URL) -> bool:
        """Whether `url` has the same origin, so that credentials may go there."""
        return _origin(url) == _origin(self.url)


def target_of(config: RequestConfig, connection: Connection | None, idempotency_key: str) -> Target:
    """Work out URL and headers; OAuth's token is still missing. Raises `ActivityError` (`HTTP-REQUEST`)."""
    settings = _settings(connection) if connection is not None else None
    url = _url(config, settings)
    headers = {name.lower(): value for name, value in (settings.headers if settings else {}).items()}
    headers.update({name.lower(): value for name, value in config.headers.items()})
    headers.setdefault("user-agent", "wfplatform")
    headers.setdefault("accept", "application/json, */*;q=0.8")
    headers.setdefault("accept-encoding", "gzip, deflate")
    if config.idempotency_header is not None and config.method not in _SAFE:
        headers.setdefault(config.idempotency_header.lower(), idempotency_key)
    credentials = _credentials(settings, connection) if settings is not None and connection is not None else {}
    for name in credentials:
        headers.pop(name, None)
    return Target(url, settings, headers, credentials)


def secret_of(connection: Connection, name: str) -> str:
    """A secret of the connection. Raises `ActivityError` when it was not given one."""
    secret = connection.secrets.get(name)
    if secret is None:
        raise ActivityError("HTTP-CONNECTION", f"The connection {connection.name!r} needs the secret {name!r}.")
    return secret


def shown(url: httpx2.URL) -> str:
    """A URL for messages: without credentials, query and fragment."""
    return str(url.copy_with(username=None, password=None, query=None, fragment=None))


def _settings(connection: Connection) -> HttpSettings:
    try:
        return HttpSettings.model_validate(dict(connection.settings))
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        told = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'settings'}: {one['msg']}" for one in found[:5])
        raise ActivityError("HTTP-CONNECTION", f"The connection {connection.name!r} cannot be used: {told}") from None


def _url(config: RequestConfig, settings: HttpSettings | None) -> httpx2.URL:
    absolute = "://" in config.url.split("?", 1)[0]
    if not absolute and settings is None:
        raise ActivityError("HTTP-REQUEST", "The url is relative, and the node names no connection with a base_url.")
    text = config.url
    if not absolute and settings is not None:
        joint = "" if not text or text.startswith("?") else "/"
        text = settings.base_url.rstrip("/") + joint + text.lstrip("/")
    try:
        url = _read(text)
    except httpx2.InvalidURL as error:
        raise ActivityError("HTTP-REQUEST", f"The url cannot be read: {error}") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise ActivityError("HTTP-REQUEST", "The url must begin with http:// or https:// and name a host.")
    if url.userinfo:
        raise ActivityError("HTTP-REQUEST", "Credentials do not belong in a url; use a connection.")
    if settings is not None and not _is_within(url, _read(settings.base_url)):
        raise ActivityError("HTTP-REQUEST", f"{shown(url)} lies outside the connection's base_url.")
    query = {name: _text(value) for name, value in config.query.items() if value is not None}
    return url.copy_merge_params(query) if query else url


@lru_cache(maxsize=_MOST_KNOWN)
def _read(text: str) -> httpx2.URL:
    return httpx2.URL(text)


def _is_within(url: httpx2.URL, base: httpx2.URL) -> bool:
    root = base.path.rstrip("/") + "/"
    climbs = ".." in url.path.split("/")
    return _origin(url) == _origin(base) and not climbs and (url.path.rstrip("/") + "/").startswith(root)


def _origin(url: httpx2.URL) -> tuple[str, str, int]:
    return (url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80))


def _credentials(settings: HttpSettings, connection: Connection) -> dict[str, str]:
    if settings.auth == "basic":
        pair = f"{settings.username}:{secret_of(connection, 'password')}"
        return {"authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    if settings.auth == "bearer":
        return {"authorization": f"Bearer {secret_of(connection, 'token')}"}
    if settings.auth == "header":
        return {settings.header.lower(): secret_of(connection, "value")}
    return {}


def _text(value: Scalar | list[Scalar]) -> "str | list[str]":
    if isinstance(value, list):
        return [one for item in value if item is not None for one in [_scalar(item)]]
    return _scalar(value)


def _scalar(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def form_fields(form: "dict[str, Scalar | list[Scalar]]") -> "dict[str, str | list[str]]":
    """A form's fields as texts; null ones are left out."""
    return {name: _text(value) for name, value in form.items() if value is not None}

"""Access tokens of OAuth 2 client credentials: fetched with Authlib, through the guard, and kept until they end."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from wfplatform.builtin.http.descriptors import HttpSettings
from wfplatform.builtin.http.egress import EgressDenied
from wfplatform.builtin.http.target import secret_of
from wfplatform.builtin.http.transport import Borrowed, GuardedTransport
from wfplatform.builtin.per_loop import PerLoop
from wfplatform.plugins.activity import ActivityError, Connection

_EARLY_SECONDS: Final = 30.0
_LIFETIME_SECONDS: Final = 300.0
"""Taken for a token that does not say when it ends."""
_FETCH_SECONDS: Final = 15.0


@dataclass(frozen=True, slots=True)
class _Token:
    value: str = field(repr=False)
    ends: float


class Tokens:
    """Tokens by connection and secret, so that a changed secret gets a token of its own."""

    def __init__(self) -> None:
        self._kept = PerLoop[_Token](_nothing)

    async def get(self, connection: Connection, settings: HttpSettings, transport: GuardedTransport) -> str:
        """A token that still holds. Raises `ActivityError` (`HTTP-OAUTH`); nothing was sent to the target by then."""
        key = _key(connection, settings)
        secret = secret_of(connection, "client_secret")

        async def fetched() -> _Token:
            return await _fetch(settings, secret, transport)

        token = await self._kept.get(key, fetched)
        if token.ends <= asyncio.get_running_loop().time():
            self._kept.forget(key)
            token = await self._kept.get(key, fetched)
        return token.value

    def forget(self, connection: Connection, settings: HttpSettings) -> None:
        """The server refused the token."""
        self._kept.forget(_key(connection, settings))

    async def aclose(self) -> None:
        """Forget all of this event loop."""
        await self._kept.aclose()


async def _fetch(settings: HttpSettings, secret: str, transport: GuardedTransport) -> _Token:
    # Here, because it takes 0.2 s to import and few requests need it.
    from authlib.integrations.base_client import OAuthError  # noqa: PLC0415
    from authlib.integrations.httpx_client import AsyncOAuth2Client  # noqa: PLC0415

    client: Any = AsyncOAuth2Client(
        settings.client_id,
        secret,
        scope=settings.scope,
        transport=Borrowed(transport),
        trust_env=False,
        timeout=httpx2.Timeout(_FETCH_SECONDS),
    )
    try:
        async with client:
            answer: dict[str, Any] = await client.fetch_token(settings.token_url, grant_type="client_credentials")
    except OAuthError as error:
        raise ActivityError("HTTP-OAUTH", f"{settings.token_url} refused the credentials: {error.error}") from None
    except EgressDenied as error:
        raise ActivityError("HTTP-EGRESS", f"{error}.") from None
    except (httpx2.HTTPError, ValueError) as error:
        told = f"{settings.token_url} gave no token: {type(error).__name__}"
        raise ActivityError("HTTP-OAUTH", told, retryable=True) from None
    value = answer.get("access_token")
    if not isinstance(value, str) or not value:
        raise ActivityError("HTTP-OAUTH", f"{settings.token_url} gave no access_token.", retryable=True)
    lifetime = answer.get("expires_in")
    seconds = float(lifetime) if isinstance(lifetime, int | float) else _LIFETIME_SECONDS
    return _Token(value, asyncio.get_running_loop().time() + max(0.0, seconds - _EARLY_SECONDS))


def _key(connection: Connection, settings: HttpSettings) -> tuple[str, ...]:
    secret = hashlib.sha256(connection.secrets.get("client_secret", "").encode()).hexdigest()
    return (connection.name, settings.token_url or "", settings.client_id or "", settings.scope or "", secret)


async def _nothing(token: _Token) -> None:
    """A token needs no closing."""

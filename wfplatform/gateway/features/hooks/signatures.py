"""Whether a request was signed by whoever knows the secret: over the raw body, compared in constant time.

What goes wrong is told to the sender in one sentence that never says which part was nearly right.
"""

import base64
import hmac
from collections.abc import Mapping
from typing import Final

from wfplatform.gateway.features.hooks.ports import Signature, Style

HEADERS: Final[Mapping[Style, str]] = {
    "github": "x-hub-signature-256",
    "stripe": "stripe-signature",
    "slack": "x-slack-signature",
    "generic": "x-signature",
}
"""Where each style puts the signature, in lower case."""
PREFIXES: Final[Mapping[Style, str]] = {"github": "sha256=", "stripe": "", "slack": "v0=", "generic": ""}
_SLACK_TIME: Final = "x-slack-request-timestamp"
_MOST_SIGNATURES: Final = 10
"""Of a header with several: whoever sends more is playing."""


def problem_with(
    signature: Signature, secret: str, headers: Mapping[str, str], body: bytes, now_seconds: float
) -> str | None:
    """What is wrong, in one sentence; None when the request is its sender's. `headers` have lower-case names."""
    given = headers.get(signature.header)
    if not given:
        return f"The header {signature.header!r} is missing."
    match signature.style:
        case "github":
            return _compared(_hex(secret, "sha256", body), [_without(given, PREFIXES["github"])])
        case "generic":
            return _generic(signature, secret, given, body)
        case "slack":
            return _slack(signature, secret, given, headers.get(_SLACK_TIME, ""), body, now_seconds)
        case "stripe":
            return _stripe(signature, secret, given, body, now_seconds)


def _generic(signature: Signature, secret: str, given: str, body: bytes) -> str | None:
    digest = hmac.digest(secret.encode(), body, signature.algorithm)
    expected = digest.hex() if signature.encoding == "hex" else base64.b64encode(digest).decode()
    sent = _without(given, signature.prefix)
    return _compared(expected, [sent.lower() if sent is not None and signature.encoding == "hex" else sent])


def _slack(
    signature: Signature, secret: str, given: str, timestamp: str, body: bytes, now_seconds: float
) -> str | None:
    untimely = _untimely(timestamp, signature.tolerance_seconds, now_seconds)
    if untimely is not None:
        return untimely
    return _compared(_hex(secret, "sha256", b"v0:%b:%b" % (timestamp.encode(), body)), [_without(given, "v0=")])


def _stripe(signature: Signature, secret: str, given: str, body: bytes, now_seconds: float) -> str | None:
    timestamp = ""
    sent: list[str | None] = []
    for part in given.split(","):
        name, _, value = part.strip().partition("=")
        if name == "t":
            timestamp = value
        elif name == "v1" and len(sent) < _MOST_SIGNATURES:
            sent.append(value)
    untimely = _untimely(timestamp, signature.tolerance_seconds, now_seconds)
    if untimely is not None:
        return untimely
    return _compared(_hex(secret, "sha256", b"%b.%b" % (timestamp.encode(), body)), sent)


def _untimely(timestamp: str, tolerance_seconds: float, now_seconds: float) -> str | None:
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return "The time that is signed is missing, or is no number of seconds."
    if abs(now_seconds - int(timestamp)) > tolerance_seconds:
        return f"The time that is signed is more than {tolerance_seconds:g} s away from the server's."
    return None


def _hex(secret: str, algorithm: str, message: bytes) -> str:
    return hmac.digest(secret.encode(), message, algorithm).hex()


def _without(given: str, prefix: str) -> str | None:
    return given[len(prefix) :] if given.startswith(prefix) else None


def _compared(expected: str, sent: list[str | None]) -> str | None:
    # Each is compared, and each comparison takes the same time: how long an answer takes tells nothing.
    same = [one is not None and hmac.compare_digest(expected.encode(), one.encode()) for one in sent]
    return None if any(same) else "The signature is not that of this body with the secret that both sides know."

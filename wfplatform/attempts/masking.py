"""Masking: the values of secrets, in the forms in which programs tend to print them, become `***`.

It knows nothing of where texts go. Exact values only, no guessing by pattern: what is masked was a secret for certain,
and everything else stays readable. A secret of fewer than four characters cannot be masked this way and is refused
before it is used (`secrets.py`).
"""

import base64
import html
import json
import urllib.parse
from collections.abc import Iterable, Mapping
from typing import Final, cast

from wfplatform.kernel.json import Json, encode

MASK: Final = "***"
SHORTEST: Final = 4
"""Characters below which a value cannot be masked."""

_LINE: Final = 16
"""Lines of a secret with several (a private key) are masked one by one from this length on."""


class Masker:
    """Replaces what must not be seen. Grows during an attempt; never shrinks."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._values: set[str] = set()
        self._forms: list[str] = []
        self._encoded: list[bytes] = []
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str) -> None:
        """Mask this too. Values that are too short are left alone."""
        if len(secret) < SHORTEST or secret in self._values:
            return
        self._values.add(secret)
        forms = {form for form in _forms_of(secret) if len(form) >= SHORTEST}
        # Longest first: a form that contains another one must go as a whole.
        self._forms = sorted(forms.union(self._forms), key=lambda form: (-len(form), form))
        self._encoded = [encode(form)[1:-1] for form in self._forms]

    def text(self, text: str) -> str:
        """`text` without secrets."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        return text

    def value(self, value: Json) -> Json:
        """A JSON value without secrets, in keys too. A number that is a secret's digits becomes the mask as well."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            items = cast("Mapping[str, Json]", value).items()
            return {self.text(key): self.value(item) for key, item in items}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in cast("list[Json]", value)]
        if isinstance(value, int | float) and not isinstance(value, bool) and str(value) in self._values:
            return MASK
        return value

    def is_clean(self, encoded: bytes) -> bool:
        """Whether JSON text holds no secret: the quick test before a large value is walked."""
        return not self._encoded or not any(form in encoded for form in self._encoded)


def _forms_of(secret: str) -> Iterable[str]:
    yield secret
    yield encode(secret).decode()[1:-1]
    yield json.dumps(secret)[1:-1]
    yield repr(secret)[1:-1]
    yield ascii(secret)[1:-1]
    yield urllib.parse.quote(secret, safe="")
    yield urllib.parse.quote(secret)
    yield urllib.parse.quote_plus(secret)
    yield html.escape(secret)
    raw = secret.encode()
    yield raw.hex()
    yield raw.hex().upper()
    yield from _base64_forms(raw)
    lines = secret.splitlines()
    if len(lines) > 1:
        yield from (line.strip() for line in lines if len(line.strip()) >= _LINE)


def _base64_forms(raw: bytes) -> Iterable[str]:
    """What is left of the value inside any longer text that was encoded (`user:password`): one form per alignment."""
    for lead in range(3):
        padded = b"\0" * lead + raw
        whole = len(padded) // 3 * 3
        for coder in (base64.b64encode, base64.urlsafe_b64encode):
            # The first group mixes with what stands before, an unfinished last one with what follows.
            stable = coder(padded[:whole]).decode()[4 if lead else 0 :]
            if len(stable) >= 8:  # shorter ones would hit innocent text
                yield stable
    yield base64.b64encode(raw).decode().rstrip("=")
    yield base64.urlsafe_b64encode(raw).decode().rstrip("=")

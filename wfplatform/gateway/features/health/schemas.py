"""What the health feature answers with."""

from typing import Literal

from wfplatform.gateway.moments import Shown


class AliveBody(Shown):
    """The process answers."""

    status: Literal["ok"] = "ok"
    version: str


class CheckBody(Shown):
    """One part."""

    name: str
    ok: bool
    detail: str


class ReadyBody(Shown):
    """Ready when every part is."""

    ready: bool
    checks: list[CheckBody]

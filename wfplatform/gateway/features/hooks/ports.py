"""What the hooks feature needs: which webhooks are published, their secrets, and somebody who starts executions."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.plan.template import Template

Style = Literal["github", "stripe", "slack", "generic"]


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """How a sender proves that a request is its own. `secret` is a name for the secrets provider.

    `header` is in lower case. `tolerance_seconds` is for styles that sign the time as well.
    """

    style: Style
    secret: str
    header: str
    algorithm: str = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    tolerance_seconds: float = 300.0


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """At most `limit` requests in each `per_seconds` in the long run, and at most `burst` at once."""

    limit: int
    per_seconds: float
    burst: int


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """A published webhook. `path` is as written (`orders/{id}`), `organization` and `project` are names.

    `when`, `input`, `key` and `response` are worked out for each request; without `input` it is the body. `key_header`
    (lower case) is a header that holds the idempotency key. `content_types` are in lower case; `text/*` takes them all.
    """

    organization: str
    project: str
    project_id: ProjectId
    workflow: str
    version: str
    plan: str
    lane: str = "express"
    trigger: str
    path: str
    methods: tuple[str, ...]
    waits: bool = False
    deadline_seconds: float = 30.0
    when: Template | None = None
    input: Template | None = None
    key: Template | None = None
    key_header: str | None = None
    key_ttl_ms: int | None = None
    response: Template | None = None
    signature: Signature | None = None
    rate: Rate | None = None
    max_body: int = 1_048_576
    content_types: tuple[str, ...] = ("application/json", "application/x-www-form-urlencoded", "text/plain")
    env: dict[str, Json] = {}
    output_mask: tuple[str, ...] = ()
    """JSON Pointers under `/output` that nobody is to see."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A request that is to start an execution. `request` is what its idempotency key stands for, as bytes.

    `trigger` is recorded: it holds nothing that proves who the sender is.
    """

    input: Json
    trigger: JsonObject
    key: str | None = None
    request: bytes = b""


class End(msgspec.Struct, frozen=True, kw_only=True):
    """How an execution ended."""

    status: str
    output: Json = None
    error_code: str | None = None


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """The execution that answers a request. `created` is false when an earlier request has brought it into being.

    `input` and `trigger` are then those of the earlier request. `end` is None when it is not over.
    """

    execution: ExecutionId
    created: bool = True
    end: End | None = None
    input: Json = None
    trigger: Json = None


class Hooks(Protocol):
    """Whoever keeps the published webhooks and starts what they start. Lookups are cheap: they happen each request."""

    def find(self, organization: str, project: str, method: str, path: str) -> tuple[Hook, Mapping[str, str]] | None:
        """The webhook that serves this, and its path's parameters. Only what is published now is served."""
        ...

    def published(self, project: ProjectId) -> Sequence[Hook]:
        """All of a project, by path and workflow; also those behind another one with the same path and method."""
        ...

    async def secret(self, name: str) -> str | None:
        """A secret; None when no provider has it. Raises `Misconfigured` when it cannot be looked up."""
        ...

    async def work_out(self, template: Template, scope: JsonObject) -> Json:
        """The value of a costly template, under limits. Raises `ExpressionFailed`."""
        ...

    def retry_after(self, hook: Hook) -> int | None:
        """Seconds after which to try again when as much is queued as may be; None: there is room. Waits for nobody."""
        ...

    async def start(self, hook: Hook, call: Call, *, seconds: float) -> Started:
        """Start an execution, durable when this returns; with `seconds`, wait so long for its end.

        Raises `InvalidInput` for an input that breaks the schema, and `Conflict` when the key was used for another
        request or the workflow is full and rejects.
        """
        ...

"""The plan: everything that an execution needs to know of its workflow."""

import hashlib

import msgspec

from wfplatform.kernel.ids import PlanHash
from wfplatform.kernel.json import Json, JsonObject, encode_canonical
from wfplatform.plan.steps import Graph
from wfplatform.plan.template import Template

SEMANTICS = 1
"""Version of the engine's rules. A change that could make an old history fold differently raises it."""


class Admission(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is decided once, before an execution exists. `when_full` is `queue`, `reject` or `cancel_oldest`."""

    idempotency_key: Template | None = None
    idempotency_ttl_ms: int = 86_400_000
    concurrency_limit: int | None = None
    concurrency_key: Template | None = None
    when_full: str = "queue"


class Trigger(msgspec.Struct, frozen=True, omit_defaults=True):
    """What starts executions. `config` is the trigger's `with`; `when`, `input` and `key` see what fired it.

    Only webhooks have an idempotency `key` of their own and a `response`, which sees the execution and its `output`.
    """

    id: str
    type: str
    config: Template
    when: Template | None = None
    input: Template | None = None
    enabled: bool = True
    key: Template | None = None
    response: Template | None = None


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """A compiled document. `hash` is `hash_of(plan)`: equal hashes mean equal behaviour.

    `descriptors` maps each activity type used (compensations too) to its descriptor's hash. `env` holds defaults.
    `search` are the typed search attributes. `queues` are the names a worker must serve to run this plan.
    """

    name: str
    lane: str
    root: Graph
    semantics: int = SEMANTICS
    document_hash: str = ""
    descriptors: dict[str, str] = {}
    input_schema: Json = None
    output_schema: Json = None
    output: Template | None = None
    env: dict[str, Json] = {}
    search: dict[str, Template] = {}
    timeout_ms: int | None = None
    admission: Admission = Admission()
    compensate_on_failure: bool = True
    on_failure_call: str | None = None
    triggers: tuple[Trigger, ...] = ()
    mask: tuple[str, ...] = ()
    hash: str = ""


_DECODER = msgspec.json.Decoder(Plan)


def hash_of(plan: Plan) -> PlanHash:
    """SHA-256 over the canonical form without the hash itself."""
    body: JsonObject = msgspec.to_builtins(plan)
    body.pop("hash", None)
    return PlanHash(hashlib.sha256(encode_canonical(body)).hexdigest())


def sealed(plan: Plan) -> Plan:
    """The same plan with its hash filled in."""
    return msgspec.structs.replace(plan, hash=hash_of(plan))


def encode_plan(plan: Plan) -> bytes:
    """Write a plan for storage."""
    return msgspec.json.encode(plan)


def decode_plan(data: bytes) -> Plan:
    """Read a stored plan. Raises `msgspec.ValidationError` when it is not one."""
    return _DECODER.decode(data)

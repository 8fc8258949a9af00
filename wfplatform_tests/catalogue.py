"""A small catalogue for tests: made-up activities of each kind, and the engine's instructions, apart from `builtin`."""

from typing import Any, Literal

from pydantic import Field

from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import (
    Catalogue,
    Descriptor,
    Effect,
    Expression,
    Instruction,
    Lane,
    Port,
    RetryDefault,
)


class ValueConfig(Config):
    """One value of each kind that a config may want."""

    value: Any = None
    text: str | None = None
    count: int | None = Field(default=None, ge=0, le=100)
    wait: str | None = Field(default=None, pattern=r"^[0-9]+(ms|s|m|h|d)$")
    level: Literal["low", "high"] = "low"
    condition: Expression | None = None
    values: list[int] | None = None
    mode: Literal["fail", "port"] = "fail"


class ChosenConfig(Config):
    """The author chooses what kind of effect it is."""

    effect: Literal["auto", "pure", "idempotent", "once"] = "auto"


class NeedsConfig(Config):
    """A key that must be there."""

    message: str = Field(min_length=1)


class CaseConfig(Config):
    port: str
    when: Expression


class DecisionConfig(Config):
    cases: list[CaseConfig] = Field(min_length=1)
    default: str | None = None


class ForeachConfig(Config):
    items: Expression
    concurrency: int = Field(default=1, ge=1)
    on_item_error: Literal["fail", "collect"] = "fail"


class WhileConfig(Config):
    condition: Expression
    initial: Any = None
    max_iterations: int = Field(ge=1)


class TryConfig(Config):
    undo: Literal["body"] | None = None


class CallConfig(Config):
    workflow: str
    version: str = "latest"
    input: Any = None


class FailConfig(Config):
    message: str
    code: str = "FAILED"


def _activity(name: str, **told: Any) -> Descriptor:
    return Descriptor(
        **{"name": name, "major": 1, "title": name, "category": "test", "config": ValueConfig, "ports": (Port("out"),)}
        | told
    )


def _instruction(instruction: Instruction, config: type[Config], **told: Any) -> Descriptor:
    return _activity(f"flow.{instruction.value}", config=config, instruction=instruction, **told)


CATALOGUE = Catalogue.of(
    _activity("test.pure"),
    _activity(
        "test.typed",
        output_schema={
            "type": "object",
            "additionalProperties": False,
            "properties": {"total": {"type": "number"}, "name": {"type": "string"}, "token": {"mask": True}},
        },
    ),
    _activity("test.idempotent", effect=Effect.IDEMPOTENT, timeout="20s", retry=RetryDefault(max_attempts=2)),
    _activity("test.chosen", config=ChosenConfig, effect=Effect.IDEMPOTENT, effect_from="/with/effect"),
    _activity("test.once", effect=Effect.ONCE, connection="http"),
    _activity("test.needs", config=NeedsConfig),
    _activity(
        "test.ports",
        ports=(
            Port("out"),
            Port("other"),
            Port("expired", must_handle=True),
            Port("invalid", given=("/with/mode", "port")),
        ),
    ),
    _activity("test.wait", ports=(Port("approved"), Port("expired", must_handle=True)), waits=True, timeout="20s"),
    _activity("test.express", lanes=frozenset({Lane.EXPRESS})),
    _instruction(Instruction.DECISION, DecisionConfig, ports=(), ports_from=("/with/cases/*/port", "/with/default")),
    _instruction(
        Instruction.FOREACH,
        ForeachConfig,
        ports=(Port("out"), Port("partial")),
        bodies=("body",),
        output_schema={"type": "object", "properties": {"results": {"type": "array"}, "failed": {"type": "integer"}}},
    ),
    _instruction(Instruction.WHILE, WhileConfig, bodies=("body",)),
    _instruction(Instruction.TRY, TryConfig, bodies=("body", "catch")),
    _instruction(Instruction.CALL, CallConfig, waits=True),
    _instruction(Instruction.FAIL, FailConfig, ports=()),
)
"""Everything above."""

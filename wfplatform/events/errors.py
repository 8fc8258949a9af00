"""A failure as it is recorded and as expressions see it."""

import msgspec


class Failure(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a step or an execution failed. `step` and `attempt` say whose failure it is, also after it travelled up."""

    code: str
    message: str
    retryable: bool = False
    step: str | None = None
    attempt: int | None = None

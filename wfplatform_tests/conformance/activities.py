"""The activities of the cases. They do nothing: what they answer stands in a case's script.

They name no implementation: a host that makes real attempts brings its own, which reads the script.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict

from wfplatform.plugins.descriptor import Descriptor, Effect, Port


class Anything(BaseModel):
    """A config of any shape."""

    model_config = ConfigDict(extra="allow")


def _scripted(verb: str, effect: Effect, *ports: Port, waits: bool = False) -> Descriptor:
    return Descriptor(
        name=f"test.{verb}",
        major=1,
        title=f"Scripted ({verb})",
        category="test",
        config=Anything,
        effect=effect,
        ports=(Port("out"), *ports),
        waits=waits,
    )


SCRIPTED: Final = (
    _scripted("pure", Effect.PURE),
    _scripted("idempotent", Effect.IDEMPOTENT),
    _scripted("once", Effect.ONCE),
    _scripted("ports", Effect.PURE, Port("alt"), Port("expired", must_handle=True)),
    _scripted("wait", Effect.PURE, Port("approved"), Port("expired", must_handle=True), waits=True),
)

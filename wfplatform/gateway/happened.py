"""Events as the API shows them, wherever it shows them."""

import msgspec

from wfplatform.events.codec import kind_of
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.json import JsonObject


def event_body(recorded: Recorded) -> JsonObject:
    """Number, instant, kind and payload. Hide what is masked before."""
    data: JsonObject = msgspec.to_builtins(recorded.event)
    data.pop("kind", None)
    return {"seq": recorded.seq, "at": recorded.at, "kind": kind_of(recorded.event), "data": data}

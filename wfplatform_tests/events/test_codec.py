"""What is written is read back, and what is not known is not guessed."""

import pytest

from wfplatform.events import vocabulary as v
from wfplatform.events.codec import decode_event, encode_event
from wfplatform.kernel.codes.evt import UNKNOWN_KIND, UNKNOWN_VERSION
from wfplatform.kernel.errors import Misconfigured


def test_an_event_is_read_back_as_it_was() -> None:
    event = v.StepCompleted(step="each[3]/charge", attempt=2, port="out", output={"total": [1, 2.5, None]})

    assert decode_event(*encode_event(event)) == event


def test_an_event_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Misconfigured) as refused:
        decode_event("step.beamed_up", 1, b"{}")

    assert refused.value.code is UNKNOWN_KIND
    assert "'step.beamed_up'" in refused.value.message


def test_an_event_of_a_newer_version_is_refused() -> None:
    kind, version, payload = encode_event(v.SignalReceived(name="go"))

    with pytest.raises(Misconfigured) as refused:
        decode_event(kind, version + 1, payload)

    assert refused.value.code is UNKNOWN_VERSION

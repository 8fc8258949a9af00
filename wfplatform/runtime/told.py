"""Commands from outside, as they lie in the store."""

import msgspec

from wfplatform.engine import commands as c

_DECODER = msgspec.json.Decoder(c.Command)
_ENCODER = msgspec.json.Encoder()


def encode_command(command: c.Command) -> bytes:
    """Write a command."""
    return _ENCODER.encode(command)


def decode_command(payload: bytes) -> c.Command:
    """Read a command. Raises `msgspec.ValidationError` when it is none."""
    return _DECODER.decode(payload)

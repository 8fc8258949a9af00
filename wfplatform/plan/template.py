"""A JSON value in which strings may hold `${{ expressions }}`."""

import msgspec

from wfplatform.kernel.json import Json


class Template(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value to be worked out when it is needed.

    `source` is the JSON as written; a bare expression (`when`, `items`, ...) was wrapped as `"${{ ... }}"` when the
    plan was made, so that there is one form. `constant` means no expression inside: the value is `source`.
    `reads` are the node ids whose `steps.<id>` the expressions mention, so that a scope holds no more than these.
    `secret` means that some expression mentions `secrets`: those strings are resolved at the attempt only, and stand
    as written wherever the value is recorded. `costly` means that some expression could run long or grow large
    (loops, string building): it is evaluated in a limited worker process instead of in the event loop.
    """

    source: Json
    constant: bool = False
    secret: bool = False
    costly: bool = False
    reads: tuple[str, ...] = ()

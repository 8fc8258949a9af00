"""Codes of the guarded attempt: what can be wrong with what goes in, with what comes out, and with what it needs."""

from typing import Final

from wfplatform.kernel.codes.code import Code

INPUT: Final = Code(
    "WF-ATT-INPUT",
    "the node's `with` does not fit the activity",
    "The evaluated `with` was refused by the activity's config model; nothing was done.",
    "Correct the field that the message names; the activity's form and help say what it may hold.",
)
CANCELLED: Final = Code(
    "WF-ATT-CANCELLED",
    "the attempt was stopped from outside",
    "The attempt was stopped before it had an answer; what it was doing may or may not have happened.",
    "Look at the other system, then decide what becomes of the step.",
)
BUG: Final = "ACTIVITY-BUG"
"""Not a `Code` of ours: how an activity's own bug shows in an execution's history."""
ACTIVITY_MISSING: Final = Code(
    "WF-ATT-ACTIVITY-MISSING",
    "this worker has no such activity",
    "The plan names an activity that no installed distribution provides here.",
    "Install the distribution that provides it, or let a worker that has it run this plan.",
)
OUTPUT_JSON: Final = Code(
    "WF-ATT-OUTPUT-JSON",
    "the output is not JSON",
    "The activity answered with a value that cannot be written as JSON (or with a number that is not finite).",
    "Report it to the author of the activity.",
)
OUTPUT_SIZE: Final = Code(
    "WF-ATT-OUTPUT-SIZE",
    "the output is too large",
    "An output holds at most 4 MB of JSON.",
    "Ask for less (filter, page, fewer fields), or store the data elsewhere and pass its place.",
)
OUTPUT_PORT: Final = Code(
    "WF-ATT-OUTPUT-PORT",
    "the activity left by a port that it does not have",
    "The activity answered with a port that its descriptor does not name.",
    "Report it to the author of the activity.",
)
OUTPUT_SCHEMA: Final = Code(
    "WF-ATT-OUTPUT-SCHEMA",
    "the output does not fit its schema",
    "The node's `output_schema` refused what the activity answered.",
    "Correct `output_schema`, or what is asked of the activity.",
)
SECRET_MISSING: Final = Code(
    "WF-ATT-SECRET-MISSING",
    "no such secret",
    "The node or its connection mentions a secret that no provider has.",
    "Set WFPLATFORM_SECRET_<NAME> (upper case), or add NAME=value to the secrets file.",
)
SECRET_SHORT: Final = Code(
    "WF-ATT-SECRET-SHORT",
    "a secret is too short to be masked",
    "A secret of fewer than four characters would be found in every text, so that it cannot be kept out of records.",
    "Use a longer secret.",
)
SECRET_FILE: Final = Code(
    "WF-ATT-SECRET-FILE",
    "the secrets file cannot be used",
    "The secrets file is readable by others, or is not a file of NAME=value lines or a flat YAML mapping.",
    "Run chmod 600 on it, or correct the line that the message names.",
)
CONNECTION_MISSING: Final = Code(
    "WF-ATT-CONNECTION-MISSING",
    "no such connection",
    "The node names a connection that is not configured, or names none although the activity needs one.",
    "Add the connection, or correct the node's `connection`.",
)
CONNECTION_KIND: Final = Code(
    "WF-ATT-CONNECTION-KIND",
    "the connection is of another kind",
    "The activity needs a connection of one kind, and the one that is named is of another.",
    "Name a connection of the kind that the message asks for.",
)
CONNECTION_SHAPE: Final = Code(
    "WF-ATT-CONNECTION-SHAPE",
    "a connection is written wrongly",
    "A connection is {kind, settings, secrets}, where each of `secrets` is a reference: ${{ secrets.name }}.",
    "Correct the entry that the message names; put the secret itself among the secrets.",
)
LOG_FULL: Final = Code(
    "WF-ATT-LOG-FULL",
    "the step's log is full",
    "A step's log holds 1 MB; what was logged after that was dropped.",
    "Log less in loops, or raise the level.",
)

"""Codes of the command line."""

from typing import Final

from wfplatform.kernel.codes.code import Code

NO_SERVER: Final = Code(
    "WF-CLI-001",
    "no server answers",
    "Nothing answers at the server's address, or no server is known at all.",
    "Start one with 'wfplatform up', or name one with --server or WFPLATFORM_SERVER.",
)
UNREADABLE: Final = Code(
    "WF-CLI-002",
    "a file cannot be read",
    "The file does not exist, is a folder, or may not be read.",
    "Check the path and its permissions.",
)
NOT_JSON: Final = Code(
    "WF-CLI-003",
    "the input is not JSON",
    "An input is one JSON value, from a file or from standard input.",
    "Correct the JSON at the place named.",
)
NO_DOCUMENTS: Final = Code(
    "WF-CLI-004",
    "no documents there",
    "The folder or the pattern holds no workflow documents (.json, .yaml or .yml that name a wfplatform schema).",
    "Name the files themselves, or another folder.",
)
STRANGE_ANSWER: Final = Code(
    "WF-CLI-005",
    "the answer cannot be understood",
    "What answers at the server's address does not speak the platform's language, or another version of it.",
    "Check the address; use the same version of wfplatform on both sides.",
)
STREAM_LOST: Final = Code(
    "WF-CLI-006",
    "the connection was lost",
    "The server went away while its events were followed. The execution goes on without us.",
    "Ask again with 'wfplatform executions show', or follow again with 'wfplatform executions events --follow'.",
)
BAD_OPTION: Final = Code(
    "WF-CLI-007",
    "options that do not fit together",
    "An option has a form that cannot be read, or contradicts another one.",
    "See the command's --help, which has examples.",
)
SERVER_FAULT: Final = Code(
    "WF-CLI-008",
    "the server failed",
    "The server answered that something is wrong on its side.",
    "Look into the server's log; 'wfplatform doctor' looks for the usual causes.",
)
UNCONFIRMED: Final = Code(
    "WF-CLI-009",
    "not confirmed",
    "The command drops what is kept, and does so only when it is told twice.",
    "Look at what it would do, and say --yes.",
)

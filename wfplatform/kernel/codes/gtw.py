"""Codes of the gateway: what a request did wrong, or asked for in vain."""

from typing import Final

from wfplatform.kernel.codes.code import Code

BAD_REQUEST: Final = Code(
    "WF-GTW-001",
    "the request does not fit",
    "A parameter, a header or a field of the body is missing, unknown or of the wrong shape.",
    "Correct what the diagnostics name; /api/v1/openapi.json describes every request.",
)
NOT_JSON: Final = Code(
    "WF-GTW-002",
    "the body cannot be read",
    "The body is not the JSON (or YAML) that its content type promises.",
    "Correct the body at the place named.",
)
TOO_LARGE: Final = Code(
    "WF-GTW-003",
    "the body is too large",
    "The body has more bytes than this address accepts.",
    "Send less; large values belong into a store of their own, with a reference in the input.",
)
MEDIA_TYPE: Final = Code(
    "WF-GTW-004",
    "content type not accepted",
    "The body's content type is missing, or none that this address reads.",
    "Send application/json, or application/yaml where a document is expected.",
)
HOST: Final = Code(
    "WF-GTW-005",
    "unknown host name",
    "The request names a host that this server does not serve: another site may have pointed its name here.",
    "Use the address that the server printed at start, or allow the host name in the settings.",
)
ORIGIN: Final = Code(
    "WF-GTW-006",
    "request from another site",
    "A page of another site sent this request with the help of the browser.",
    "Use the platform's own pages, or a client that is no browser.",
)
NOT_LOCAL: Final = Code(
    "WF-GTW-007",
    "only this machine may connect",
    "Until there is sign-in, the server answers requests from the same machine only.",
    "Connect from the machine itself, for example through an SSH tunnel.",
)
NO_SUCH_ADDRESS: Final = Code(
    "WF-GTW-008",
    "no such address",
    "Nothing is served at this path, or not with this method.",
    "Look up the path and its methods in /api/v1/openapi.json.",
)
NO_WORKFLOW: Final = Code(
    "WF-GTW-009",
    "no such workflow",
    "No workflow of this name has been published here.",
    "List the workflows, or publish this one.",
)
NO_VERSION: Final = Code(
    "WF-GTW-010",
    "no such version",
    "The workflow exists, but not in this version.",
    "List the workflow's versions.",
)
NO_DRAFT: Final = Code(
    "WF-GTW-011",
    "no such draft",
    "There is no draft of this name.",
    "List the drafts, or save one.",
)
NO_EXECUTION: Final = Code(
    "WF-GTW-012",
    "no such execution",
    "No execution has this id here.",
    "List the executions; ids are given in full.",
)
NO_ACTIVITY: Final = Code(
    "WF-GTW-013",
    "no such activity",
    "No installed plugin provides this activity.",
    "List the activities; install the plugin that provides it.",
)
DRAFT_CHANGED: Final = Code(
    "WF-GTW-014",
    "the draft has changed meanwhile",
    "Somebody saved the draft after the revision that this request is based on.",
    "Load the draft again, bring the changes together, and save with the new revision.",
)
DRAFT_EXISTS: Final = Code(
    "WF-GTW-015",
    "the draft already exists",
    "The request would create a draft, but there is one.",
    "Send the revision that it replaces in the header If-Match.",
)
DOCUMENT_INVALID: Final = Code(
    "WF-GTW-016",
    "the document has errors",
    "A document with errors is not published and not run.",
    "Correct what the diagnostics name.",
)
OTHER_NAME: Final = Code(
    "WF-GTW-017",
    "the document has another name",
    "The name in the document is not the one in the address.",
    "Use the same name in both.",
)
BAD_CURSOR: Final = Code(
    "WF-GTW-018",
    "unusable cursor",
    "The cursor was not made by this list, or was changed on the way.",
    "Start the list from the beginning.",
)
KEY_REUSED: Final = Code(
    "WF-GTW-019",
    "idempotency key used for something else",
    "An execution was started with this key, and with another input.",
    "Use a new key for a new request; repeat a request unchanged.",
)
INPUT_INVALID: Final = Code(
    "WF-GTW-020",
    "the input does not fit the workflow",
    "The input breaks the workflow's input schema.",
    "Correct what the diagnostics name.",
)
LIVE_GAP: Final = Code(
    "WF-GTW-021",
    "the stream cannot go on from there",
    "What followed this position is not kept any more, so that going on would leave a gap.",
    "Load the state anew, and follow the stream without a position.",
)
BUG: Final = Code(
    "WF-GTW-022",
    "a bug in the platform",
    "The platform broke one of its own rules while answering. Nothing is wrong with the request.",
    "Report it, with the incident number; the server's log has the details under it.",
)
BAD_REVISION: Final = Code(
    "WF-GTW-023",
    "unusable revision",
    "The header If-Match holds no revision of a draft.",
    'Send the ETag that loading the draft gave, such as "3", or * for any.',
)

"""Codes of webhooks: why a request from outside starts nothing, or has no result."""

from typing import Final

from wfplatform.kernel.codes.code import Code

NO_HOOK: Final = Code(
    "WF-HOK-001",
    "no such webhook",
    "No published workflow has a webhook with this path and method.",
    "Check organization, project, path and method; `wfplatform hooks list` shows what is served.",
)
BAD_SIGNATURE: Final = Code(
    "WF-HOK-002",
    "signature refused",
    "The request does not prove that its sender knows the webhook's secret.",
    "Sign the raw body with the secret, in the style that the webhook asks for, and keep both clocks right.",
)
NO_SECRET: Final = Code(
    "WF-HOK-003",
    "signatures cannot be checked now",
    "The webhook wants signed requests, and its secret is not at hand, so every request is refused.",
    "Whoever runs the platform gives the secret; its log names it.",
)
RATE: Final = Code(
    "WF-HOK-004",
    "called too often",
    "The webhook is called more often than its `rate` allows.",
    "Wait as long as the header Retry-After says, and send again.",
)
QUEUE_FULL: Final = Code(
    "WF-HOK-005",
    "too much is waiting",
    "As many executions are queued as may be, so nothing was started.",
    "Wait as long as the header Retry-After says, and send again; whoever runs the platform may add workers.",
)
BAD_BODY: Final = Code(
    "WF-HOK-006",
    "the body cannot be read",
    "The body is not what its content type promises, or holds a number that would lose digits.",
    "Correct the body at the place named.",
)
ENCODED_BODY: Final = Code(
    "WF-HOK-007",
    "encoded body",
    "The body is compressed, and signatures and size limits are about the body as it is sent.",
    "Send the body without a Content-Encoding.",
)
NOT_WORKED_OUT: Final = Code(
    "WF-HOK-008",
    "the request does not fit the webhook",
    "One of the webhook's expressions has no value for this request, so nothing was started.",
    "Send what the webhook's workflow reads, or give its expression a default with '?' and orValue().",
)
NO_RESULT: Final = Code(
    "WF-HOK-009",
    "the execution did not complete",
    "The execution that the request started ended without a result.",
    "Look at the execution; it can be restarted there.",
)
BAD_RESPONSE: Final = Code(
    "WF-HOK-010",
    "the answer cannot be made",
    "The execution completed, and the webhook's `response` gives no answer that can be sent.",
    "Correct the trigger's `response`: a status from 200 to 599, and headers that are texts of one line.",
)
KEY_TOO_LONG: Final = Code(
    "WF-HOK-011",
    "idempotency key too long",
    "The request's idempotency key has more than 500 characters.",
    "Send a shorter key, such as a UUID.",
)

"""The one table from our errors to HTTP statuses. Domain errors know nothing of HTTP; here they meet it."""

from collections.abc import Mapping
from typing import Final

from wfplatform.kernel.codes import Code, gtw, hok, sto
from wfplatform.kernel.errors import Conflict, InvalidInput, Misconfigured, NotFound, Unavailable, WfplatformError

BY_KIND: Final[Mapping[type[WfplatformError], int]] = {
    InvalidInput: 422,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
    Misconfigured: 500,
}
"""Status of an error by its place in the tree."""

BY_CODE: Final[Mapping[Code, int]] = {
    gtw.BAD_REQUEST: 422,
    gtw.NOT_JSON: 400,
    gtw.TOO_LARGE: 413,
    gtw.MEDIA_TYPE: 415,
    gtw.HOST: 421,
    gtw.ORIGIN: 403,
    gtw.NOT_LOCAL: 403,
    gtw.NO_SUCH_ADDRESS: 404,
    gtw.NO_WORKFLOW: 404,
    gtw.NO_VERSION: 404,
    gtw.NO_DRAFT: 404,
    gtw.NO_EXECUTION: 404,
    gtw.NO_ACTIVITY: 404,
    gtw.DRAFT_CHANGED: 412,
    gtw.DRAFT_EXISTS: 409,
    gtw.DOCUMENT_INVALID: 422,
    gtw.OTHER_NAME: 422,
    gtw.BAD_CURSOR: 400,
    gtw.KEY_REUSED: 409,
    gtw.INPUT_INVALID: 422,
    gtw.LIVE_GAP: 410,
    gtw.BUG: 500,
    gtw.BAD_REVISION: 400,
    hok.NO_HOOK: 404,
    hok.BAD_SIGNATURE: 401,
    hok.NO_SECRET: 503,
    hok.RATE: 429,
    hok.QUEUE_FULL: 429,
    hok.BAD_BODY: 400,
    hok.ENCODED_BODY: 415,
    hok.NOT_WORKED_OUT: 422,
    hok.NO_RESULT: 500,
    hok.BAD_RESPONSE: 500,
    hok.KEY_TOO_LONG: 400,
    # Not 409: nothing is wrong with the request, and clients know what to do with 429.
    sto.CONCURRENCY_FULL: 429,
}
"""Of the gateway's own codes, and of others that say more than the error's place in the tree."""


def status_of(error: WfplatformError) -> int:
    """The HTTP status that tells this error."""
    status = BY_CODE.get(error.code)
    if status is not None:
        return status
    return next((status for kind, status in BY_KIND.items() if isinstance(error, kind)), 500)

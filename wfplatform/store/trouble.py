# pyright: reportMissingTypeStubs=false
"""The database's errors, told apart: what passes by itself, what a person must change, and what is a bug of ours."""

import asyncpg

from wfplatform.kernel.codes.sto import DISK_FULL, NO_DATABASE, NOT_ALLOWED, SCHEMA_OLDER, UNREACHABLE
from wfplatform.kernel.errors import Misconfigured, Unavailable, WfplatformError

TROUBLE = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
"""Whatever the driver raises."""

_PASSES = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
_LEAVES_THE_SESSION = (
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
)
_LOGIN = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError)
_SCHEMA = (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError, asyncpg.UndefinedFunctionError)


def passes(error: BaseException) -> bool:
    """Whether trying again may help: the server restarts, ends sessions, is full, or chose us in a deadlock."""
    if isinstance(error, asyncpg.InterfaceError):
        # The driver has one class for a lost connection and for a call that was wrong.
        return "closed" in str(error) or "released" in str(error)
    return isinstance(error, _PASSES)


def breaks_the_session(error: BaseException) -> bool:
    """Whether the session it came from is of no more use."""
    return passes(error) and not isinstance(error, _LEAVES_THE_SESSION)


def is_a_bad_row(error: BaseException) -> bool:
    """Whether the data is at fault: another batch may well go through."""
    return isinstance(error, (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, OverflowError))


def is_there_already(error: BaseException) -> bool:
    """Whether a row of the same name is there."""
    return isinstance(error, asyncpg.UniqueViolationError)


def lacks_a_partition(error: BaseException) -> bool:
    """Whether a row's day has no partition yet."""
    return isinstance(error, asyncpg.CheckViolationError) and "no partition" in str(error)


def explained(error: BaseException) -> WfplatformError | None:
    """The error as a person can act on it; None when it is a bug of ours."""
    said = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".") or type(error).__name__
    if isinstance(error, asyncpg.DiskFullError):
        return Unavailable(DISK_FULL, f"The database's disk is full: {said}.")
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return Misconfigured(NOT_ALLOWED, f"The database role may not do this: {said}.")
    if isinstance(error, _LOGIN):
        return Misconfigured(NO_DATABASE, f"The database refuses the login: {said}.")
    if isinstance(error, _SCHEMA):
        return Misconfigured(SCHEMA_OLDER, f"The database's schema is not this version's: {said}.")
    if passes(error):
        return Unavailable(UNREACHABLE, f"The database does not answer: {said}.")
    return None

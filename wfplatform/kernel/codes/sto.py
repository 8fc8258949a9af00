"""Codes of the store: the database, its schema, and what it refuses to keep."""

from typing import Final

from wfplatform.kernel.codes.code import Code

UNREACHABLE: Final = Code(
    "WF-STO-001",
    "database does not answer",
    "The database could not be reached, or the connection broke and did not come back in time.",
    "Check that the server runs and that the URL is right; work goes on by itself once it answers.",
)
SERVER_TOO_OLD: Final = Code(
    "WF-STO-002",
    "PostgreSQL too old",
    "The server is older than PostgreSQL 15.",
    "Use PostgreSQL 15 or newer, or the embedded one.",
)
SCHEMA_NEWER: Final = Code(
    "WF-STO-003",
    "database of a newer version",
    "The database was migrated by a newer version of this program, which this one could damage.",
    "Run that version or a newer one, or restore a backup made before the upgrade.",
)
SCHEMA_OLDER: Final = Code(
    "WF-STO-004",
    "database not migrated",
    "The database lacks migrations that this version needs.",
    "Run the migrations (`wfplatform migrate`, or `wfplatform up`, which does).",
)
MIGRATION_CHANGED: Final = Code(
    "WF-STO-005",
    "migration edited after it was applied",
    "A migration that the database has had is not the one that this version holds.",
    "Never edit a released migration: put it back, and write the change as a new one.",
)
NOT_ALLOWED: Final = Code(
    "WF-STO-006",
    "database role may not do this",
    "The role in the database URL lacks a right that is needed. A superuser is not.",
    "Grant CREATE and CONNECT on the database to the role, or use its owner.",
)
NO_DATABASE: Final = Code(
    "WF-STO-007",
    "database refuses the login",
    "The server answers, but the role, its password or the database named in the URL is not right.",
    "Correct the URL, or create the role and the database.",
)
DISK_FULL: Final = Code(
    "WF-STO-008",
    "database disk full",
    "The database cannot write because its disk is full; nothing was acknowledged that is not stored.",
    "Free some space on the database's disk; work goes on by itself.",
)
UNKNOWN_EXECUTION: Final = Code(
    "WF-STO-009",
    "no such execution",
    "There is no execution with this id.",
    "Check the id; old executions are removed by the retention policy.",
)
EXECUTION_OVER: Final = Code(
    "WF-STO-010",
    "execution is over",
    "The execution has ended, so nothing can be told to it any more.",
    "Restart it to make a new one.",
)
KEY_REUSED: Final = Code(
    "WF-STO-011",
    "idempotency key used for another request",
    "The key was used before, with another input; answering either way would be wrong.",
    "Send the same input with the same key, or a new key.",
)
CONCURRENCY_FULL: Final = Code(
    "WF-STO-012",
    "concurrency limit reached",
    "As many executions as the workflow allows are under way, and it says to refuse more.",
    "Try again when one has ended, or raise the limit.",
)
UNKNOWN_PLAN: Final = Code(
    "WF-STO-013",
    "no such plan",
    "There is no stored plan with this hash.",
    "Publish the workflow again.",
)
UNKNOWN_PROJECT: Final = Code(
    "WF-STO-014",
    "no such project",
    "There is no project with this id.",
    "Check the project's id.",
)
VERSION_EXISTS: Final = Code(
    "WF-STO-015",
    "version exists",
    "A version with this number is published already, and published versions never change.",
    "Publish under a higher number.",
)
VERSION_LOWER: Final = Code(
    "WF-STO-016",
    "version lower than the highest",
    "A version may be raised, never lowered.",
    "Publish under a higher number, or roll back to make an older version current.",
)
UNKNOWN_VERSION: Final = Code(
    "WF-STO-017",
    "no such version",
    "The workflow does not exist, has no such version, or is not published.",
    "List the versions (`wfplatform workflows`).",
)
DRAFT_CHANGED: Final = Code(
    "WF-STO-018",
    "draft changed meanwhile",
    "Somebody else has saved the draft since it was read, and saving now would undo their work.",
    "Load the draft again, and apply the change to it.",
)
UNKNOWN_DRAFT: Final = Code(
    "WF-STO-019",
    "no such draft",
    "There is no draft of this name.",
    "List the drafts, or save one.",
)
BACKUP_UNFIT: Final = Code(
    "WF-STO-020",
    "backup cannot be restored here",
    "The file is no complete backup, was made by a newer version, or the database is not empty.",
    "Restore a whole backup into an empty database, with the version that made it or a newer one.",
)
DAY_UNFIT: Final = Code(
    "WF-STO-021",
    "day cannot be brought back",
    "The folder is no complete export of that day, was made by a newer version, or the day holds something already.",
    "Name a day that was exported to this folder, and that the database no longer holds.",
)
DAY_CHANGED: Final = Code(
    "WF-STO-022",
    "day is not as it was exported",
    "The tables of the day hold other rows than its export, or a part of them is gone and there is no whole export.",
    "Export the day again; where a part is gone already, drop the rest with --without-export.",
)
RETENTION_BUSY: Final = Code(
    "WF-STO-023",
    "days are being exported or dropped already",
    "Another process exports or drops days of this database, and two at once would undo each other's work.",
    "Wait until it is done; the hourly housekeeping of a gateway does the same by itself.",
)
EXPORT_FOLDER: Final = Code(
    "WF-STO-024",
    "export folder cannot be used",
    "The folder for exported days cannot be written to, so that nothing was dropped.",
    "Make room, give this user the right to write, or set WFPLATFORM_EXPORT_FOLDER to another folder.",
)

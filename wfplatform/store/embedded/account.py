"""Which operating-system user runs the server. PostgreSQL refuses root, so root steps down to `nobody`."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from wfplatform.kernel.codes.sys import NO_ACCOUNT
from wfplatform.kernel.errors import Misconfigured

_STAND_INS = ("nobody", "postgres")


class SpawnOptions(TypedDict, total=False):
    """What `subprocess` needs to start a program as the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """The user that runs the server; `is_other` when it is not the user that we run as."""

    name: str
    uid: int
    gid: int
    is_other: bool

    @property
    def spawn_options(self) -> SpawnOptions:
        """Arguments for `subprocess.Popen` that make the program run as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    def first_closed(self, path: Path) -> Path | None:
        """The first folder on the way down to `path` (itself included) that this account cannot pass through."""
        if not self.is_other:
            return None
        for folder in [*reversed(path.parents), path]:
            found = folder.stat()
            if found.st_uid == self.uid:
                needed = stat.S_IXUSR
            elif found.st_gid == self.gid:
                needed = stat.S_IXGRP
            else:
                needed = stat.S_IXOTH
            if not found.st_mode & needed:
                return folder
        return None


def current_user_name() -> str:
    """The name of the user that we run as. Raises `Misconfigured` when it has none."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as cause:
        message = f"The user id {os.geteuid()} has no entry in the system's user list, and PostgreSQL demands one."
        raise Misconfigured(NO_ACCOUNT, message) from cause


def server_account() -> Account:
    """The account to run the server as. Raises `Misconfigured` when there is none to step down to."""
    own_name = current_user_name()
    if os.geteuid() != 0:
        return Account(own_name, os.geteuid(), os.getegid(), is_other=False)
    for name in _STAND_INS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid, is_other=True)
    raise Misconfigured(NO_ACCOUNT, f"PostgreSQL does not run as root, and none of the users {_STAND_INS} exists.")

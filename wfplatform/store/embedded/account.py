"""Which operating-system user runs the server. PostgreSQL refuses root, so root steps down to `nobody`."""

import os
import pwd
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from wfplatform.kernel.codes.sys import NO_ACCOUNT
from wfplatform.kernel.errors import Misconfigured


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


def user_name(uid: int) -> str:
    """The name of a user. Raises `Misconfigured` when it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError as cause:
        message = f"The user id {uid} has no entry in the system's user list, and PostgreSQL demands one."
        raise Misconfigured(NO_ACCOUNT, message) from cause


def server_account(stand_ins: Sequence[str] = ("nobody", "postgres"), *, uid: int | None = None) -> Account:
    """The account to run the server as: ours, or as root the first of `stand_ins` that exists. `Misconfigured`."""
    uid = os.geteuid() if uid is None else uid
    own_name = user_name(uid)
    if uid != 0:
        return Account(own_name, uid, os.getegid(), is_other=False)
    for name in stand_ins:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid, is_other=True)
    raise Misconfigured(NO_ACCOUNT, f"PostgreSQL does not run as root, and none of the users {list(stand_ins)} exists.")

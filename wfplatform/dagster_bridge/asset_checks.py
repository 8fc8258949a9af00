"""The check of each express workflow's asset: whether the last minute in which something ended was a good one.

Dagster shows only checks that it finds in a job, and express workflows are no jobs. So one function of Dagster's that
lists a repository's checks, and is not public, is replaced by one that adds ours; a contract test holds its shape.
Nobody can execute such a check: it is evaluated from outside, once a minute.
"""

from collections.abc import Callable, Sequence
from typing import Final

import dagster as dg
from dagster._core.remote_representation import external_data
from dagster._core.remote_representation.external_data import AssetCheckNodeSnap

from wfplatform.dagster_bridge import names

DESCRIPTION: Final = "Few enough of the executions that ended in a minute have failed."

_listed_by_dagster: Callable[[dg.RepositoryDefinition], Sequence[AssetCheckNodeSnap]] = (
    external_data.asset_check_node_snaps_from_repo
)


def install() -> None:
    """Have our checks listed beside Dagster's own, in this process. Idempotent."""
    external_data.asset_check_node_snaps_from_repo = listed_checks


def listed_checks(repo: dg.RepositoryDefinition) -> Sequence[AssetCheckNodeSnap]:
    """Dagster's checks of a repository, and one for each of our assets."""
    ours = [
        AssetCheckNodeSnap(name=names.CHECK, asset_key=key, description=DESCRIPTION)
        for key in repo.assets_defs_by_key
        if names.is_ours(key)
    ]
    return sorted([*_listed_by_dagster(repo), *ours], key=lambda check: (check.asset_key, check.name))

"""Express workflows as Dagster sees them: external assets. They are never jobs, and Dagster cannot start them.

Labels dress them: `group` names the asset's group, `team` and `owner` its owners; every other one becomes a tag where
Dagster allows its form. A label that Dagster would refuse is left out: it must not keep a location from loading.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import dagster as dg

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.ports import Listed
from wfplatform.kernel.ids import WorkflowName

_NAME: Final = re.compile(r"[A-Za-z0-9_]+")
_TAG: Final = re.compile(r"[A-Za-z0-9_.-]{1,63}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DRESSING: Final = frozenset({"group", "team", "owner"})


def external_asset(workflow: WorkflowName, listed: Listed, *, ui_url: str | None = None) -> dg.AssetsDefinition:
    """The asset of a published express workflow."""
    labels = dict(listed.labels)
    metadata: dict[str, dg.MetadataValue] = {  # pyright: ignore[reportMissingTypeArgument]
        "version": dg.MetadataValue.text(listed.version),
        "plan": dg.MetadataValue.text(listed.plan),
        "lane": dg.MetadataValue.text("express"),
    }
    if ui_url:
        address = ui_url.rstrip("/")
        metadata["workflow"] = dg.MetadataValue.url(f"{address}/workflows/{workflow}")
        metadata["executions"] = dg.MetadataValue.url(f"{address}/api/v1/executions?workflow={workflow}")
    group = labels.get("group", "").replace("-", "_")
    spec = dg.AssetSpec(
        key=names.asset_key(workflow),
        description=listed.description or listed.title or f"The workflow {workflow}, in the express lane.",
        metadata=metadata,
        group_name=group if _NAME.fullmatch(group) else "express",
        owners=_owners(labels),
        tags={name: value for name, value in labels.items() if name not in _DRESSING and _is_tag(name, value)},
        code_version=listed.version,
        kinds={"workflow"},
    )
    return dg.AssetsDefinition(specs=[spec])


def _owners(labels: Mapping[str, str]) -> Sequence[str]:
    found: list[str] = []
    team, owner = labels.get("team", "").replace("-", "_"), labels.get("owner", "")
    if _NAME.fullmatch(team):
        found.append(f"team:{team}")
    if _EMAIL.fullmatch(owner):
        found.append(owner)
    return found


def _is_tag(name: str, value: str) -> bool:
    return _TAG.fullmatch(name) is not None and (not value or _TAG.fullmatch(value) is not None)

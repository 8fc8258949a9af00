"""What a node looks like in Dagster's graph: an op definition, shared by all nodes of one activity and one shape.

The node's own name is the alias of its invocation. An op definition per node would need a name of its own in the
whole repository and make every job's snapshot larger. Ops are mirrors: none of them is ever computed by Dagster.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import dagster as dg

from wfplatform.dagster_bridge import names
from wfplatform.kernel.codes.dag import NOT_OUR_EXECUTOR
from wfplatform.kernel.json import Json, encode
from wfplatform.plan.steps import Call, Decide, ForEach, Step, Try, While

AFTER: Final = "after"
"""The one input of an op. It orders; data goes through the event log. With an input per edge, Dagster would skip a
node as soon as one of its branches is skipped."""


def _is_anything(_context: object, _value: object) -> bool:
    return True


_JSON: Final = dg.DagsterType(name="Json", type_check_fn=_is_anything, description="A step's output, as JSON.")
_KINDS: Final[dict[type[object], str]] = {
    Decide: "Takes the first case that is true.",
    ForEach: "Runs its body once per item; the iterations are this step's log lines.",
    While: "Runs its body while a condition holds; the iterations are this step's log lines.",
    Try: "Runs its body and catches its failure; the body's steps are this step's log lines.",
    Call: "Runs another workflow and waits for it.",
}


def op_of(step: Step, *, is_root: bool) -> dg.OpDefinition:
    """The op definition of a node: equal for equal activity, ports, pool and (no) incoming edges."""
    return _op(step.activity, step.ports, is_root, step.queue, type(step.action))


def tags_of(step: Step) -> dict[str, str]:
    """The op tags of a node: what Kubernetes must give its step, and what the UI shows of its type."""
    tags = {"dagster/kind/" + step.activity.partition("@")[0].replace(".", "_"): ""}
    resources: Json = step.resources
    if isinstance(resources, dict):
        tags["dagster-k8s/config"] = encode(_k8s(resources)).decode()  # pyright: ignore[reportUnknownArgumentType]
    return tags


@lru_cache(maxsize=4_096)
def _op(
    activity: str, ports: tuple[str, ...], is_root: bool, pool: str | None, action: type[object]
) -> dg.OpDefinition:
    return dg.OpDefinition(
        name=_name(activity, ports, is_root, pool),
        compute_fn=_never,
        ins={} if is_root else {AFTER: dg.In(dg.Nothing)},
        outs={names.output_name(port): dg.Out(_JSON, is_required=False) for port in ports},
        description=_KINDS.get(action, f"Activity {activity}."),
        pool=pool,
    )


def _name(activity: str, ports: tuple[str, ...], is_root: bool, pool: str | None) -> str:
    plain = "".join(letter if letter.isalnum() else "_" for letter in activity)
    if ports == ("out",) and pool is None:
        return f"{plain}_first" if is_root else plain
    shape = hashlib.sha256(encode([ports, is_root, pool])).hexdigest()[:8]
    return f"{plain}_{shape}"


def _k8s(resources: dict[str, Json]) -> Json:
    asked = {key: str(resources[key]) for key in ("cpu", "memory") if resources.get(key) is not None}
    if resources.get("gpu"):
        asked["nvidia.com/gpu"] = str(resources["gpu"])
    container: dict[str, Json] = {"resources": {"requests": asked, "limits": asked}} if asked else {}
    if resources.get("image"):
        container["image"] = resources["image"]
    return {"container_config": container}


def _never(_context: dg.OpExecutionContext, _inputs: Any) -> Iterator[Any]:
    raise dg.Failure(
        description=f"{NOT_OUR_EXECUTOR.id}  {NOT_OUR_EXECUTOR.meaning} {NOT_OUR_EXECUTOR.remedy}", allow_retries=False
    )
    yield  # a generator, which is what Dagster wants an op to be

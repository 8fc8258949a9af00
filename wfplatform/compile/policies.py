"""Settings of a node that only make sense, or only do something, together with others."""

from wfplatform.compile.activities import Activities, Activity
from wfplatform.compile.findings import Findings
from wfplatform.compile.graph import Vertex
from wfplatform.compile.resolve import find_activity
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.durations import parse_duration_ms
from wfplatform.plugins.descriptor import Effect


def check_policies(vertex: Vertex, findings: Findings) -> None:
    """Report settings that contradict each other, and warn of those without effect."""
    node, pointer = vertex.node, vertex.pointer
    if node.on_error in {"continue", "skip"} and vertex.has_edge("error"):
        message = f"{node.id!r} has an edge on 'error', and on_error {node.on_error!r}: only one of them can apply."
        findings.error(cmp.ERROR_EDGE_AND_POLICY, message, f"{pointer}/on_error", node.id)
    if node.on_error_output is not None and node.on_error != "continue":
        message = f"on_error_output does nothing while on_error is {node.on_error!r}."
        findings.warning(
            cmp.NO_EFFECT, message, f"{pointer}/on_error_output", node.id, hint="Set on_error to continue."
        )
    if node.on_unknown == "compensate" and node.compensate is None:
        message = f"{node.id!r} has on_unknown 'compensate', and no 'compensate'."
        findings.error(cmp.NOTHING_TO_COMPENSATE, message, f"{pointer}/on_unknown", node.id)
    if _is_shorter(node.total_timeout, node.timeout):
        message = (
            f"The timeout of {node.timeout} does nothing: total_timeout ends everything after {node.total_timeout}."
        )
        findings.warning(cmp.NO_EFFECT, message, f"{pointer}/timeout", node.id)
    if node.join != "settled" and len(vertex.incoming) < 2:
        message = f"join {node.join!r} does nothing at a node with fewer than two edges to it."
        findings.warning(cmp.NO_EFFECT, message, f"{pointer}/join", node.id)
    if vertex.activity is not None:
        _with_activity(vertex, vertex.activity, findings)


def _is_shorter(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and parse_duration_ms(one) < parse_duration_ms(other)


def _with_activity(vertex: Vertex, activity: Activity, findings: Findings) -> None:
    node, pointer = vertex.node, vertex.pointer
    if node.connection is not None and activity.descriptor.connection is None:
        message = f"{activity.type!r} uses no connection."
        findings.error(cmp.NO_CONNECTION, message, f"{pointer}/connection", node.id)
    if activity.effect_in(node.with_) is Effect.ONCE:
        _ensure_once(activity, [ensure.retry for ensure in node.ensure], pointer, node.id, findings)


def _ensure_once(activity: Activity, retries: list[bool], pointer: str, node: str, findings: Findings) -> None:
    for index, retry in enumerate(retries):
        if retry:
            message = f"The effect of {activity.type!r} happens once; a false post-condition cannot repeat it."
            findings.error(cmp.ENSURE_RETRY_ONCE, message, f"{pointer}/ensure/{index}/retry", node)


def check_compensation(vertex: Vertex, activities: Activities, findings: Findings) -> Activity | None:
    """The activity that undoes the node, when there is one that can."""
    undo = vertex.node.compensate
    if undo is None:
        return None
    pointer = f"{vertex.pointer}/compensate"
    activity = find_activity(undo.type, activities, findings, f"{pointer}/type", vertex.id)
    if activity is None:
        return None
    if not activity.performs:
        message = f"{undo.type!r} cannot undo {vertex.id!r}: it is not performed in one attempt."
        findings.error(cmp.CANNOT_COMPENSATE, message, f"{pointer}/type", vertex.id)
        return None
    if activity.effect_in(undo.with_) is Effect.ONCE:
        _ensure_once(activity, [ensure.retry for ensure in undo.ensure], pointer, vertex.id, findings)
    return activity

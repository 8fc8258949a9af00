"""A plan and a history as a person wants to read them when a property fails."""

from collections.abc import Iterable, Iterator

from wfplatform.events import vocabulary as v
from wfplatform.plan import steps as s
from wfplatform.plan.plan import Plan
from wfplatform_tests.conformance.comparison import describe, path_of


def story(plan: Plan, records: Iterable[v.Recorded]) -> str:
    """The plan as an outline, then the history line by line."""
    lines = [*_outline(plan.root, ""), *(f"{r.seq:3} {path_of(r.event):24} {describe(r.event)}" for r in records)]
    return "\n".join(lines)


def _outline(graph: s.Graph, indent: str) -> Iterator[str]:
    for step in graph.steps:
        action = step.action
        sources = ", ".join(f"{e.source}.{e.port}" for e in graph.edges if e.target == step.id)
        about = [type(action).__name__.lower(), action.effect if isinstance(action, s.Perform) else ""]
        about += [
            f"{name}={getattr(step, name)}" for name in ("join", "on_error", "on_unknown") if _is_unusual(step, name)
        ]
        about += ["ensure"] if step.ensure else []
        about += ["must_handle"] if step.must_handle else []
        about += [f"undo={step.compensate.effect}"] if step.compensate else []
        about += [f"attempts={step.retry.max_attempts}"] if step.retry.max_attempts > 1 else []
        yield f"{indent}{step.id}: {' '.join(filter(None, about))} <- {sources or 'start'}"
        match action:
            case s.ForEach():
                yield f"{indent}  items={action.items.source} concurrency={action.concurrency} {action.on_item_error}"
                yield from _outline(action.body, f"{indent}  ")
            case s.While():
                yield f"{indent}  {action.condition.source} at most {action.max_iterations}"
                yield from _outline(action.body, f"{indent}  ")
            case s.Try():
                yield from _outline(action.body, f"{indent}  body ")
                yield from _outline(action.catch, f"{indent}  catch ")
            case _:
                pass


def _is_unusual(step: s.Step, name: str) -> bool:
    return getattr(step, name) != getattr(_USUAL, name)


_USUAL = s.Step("usual", "", s.Pass())

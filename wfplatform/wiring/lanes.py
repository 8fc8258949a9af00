"""Whether a plan can go on in another lane than the one it was written for.

The lane is not part of what a plan means: any plan can be hosted by either, as long as its activities may run there.
"""

from collections.abc import Iterator

from wfplatform.kernel.codes.sta import WRONG_LANE
from wfplatform.kernel.errors import InvalidInput
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import ForEach, Graph, Perform, Try, While
from wfplatform.plugins.descriptor import Catalogue


def demand_lane(plan: Plan, lane: str, catalogue: Catalogue) -> None:
    """Demand that each of the plan's activities may run in a lane. Raises `InvalidInput` that names the first.

    One that is not installed here is not known to be forbidden; whoever hosts the execution will say what is missing.
    """
    for step, activity in activities_of(plan.root):
        descriptor = catalogue.get(activity)
        if descriptor is not None and lane not in {one.value for one in descriptor.lanes}:
            raise InvalidInput(WRONG_LANE, f"Step {step!r} of {plan.name!r} is {activity}, which cannot run there.")


def activities_of(graph: Graph) -> Iterator[tuple[str, str]]:
    """Step ids and activities of a graph, of its bodies and compensations too."""
    for step in graph.steps:
        if step.compensate is not None:
            yield step.id, step.compensate.activity
        match step.action:
            case Perform():
                yield step.id, step.activity
            case ForEach(body=body) | While(body=body):
                yield from activities_of(body)
            case Try(body=body, catch=catch):
                yield from activities_of(body)
                yield from activities_of(catch)
            case _:
                continue

"""What a worker can serve: plans all of whose activities are installed in its process."""

from wfplatform.plan.plan import Plan
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.wiring.lanes import activities_of


class Capability:
    """Remembers, by plan, whether a process can serve it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, bool] = {}

    def serves(self, plan: Plan) -> bool:
        """Every activity of the plan is installed here."""
        known = self._known.get(plan.hash)
        if known is None:
            known = all(self._catalogue.get(activity) is not None for _, activity in activities_of(plan.root))
            self._known[plan.hash] = known
        return known

"""Plans by hash: immutable, so kept in memory once read."""

from collections import OrderedDict

from wfplatform.kernel.ids import PlanHash
from wfplatform.plan.plan import Plan, decode_plan
from wfplatform.store.store import Store

_KEPT = 2_000


class Plans:
    """A bounded cache over the store's plans."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[PlanHash, Plan] = OrderedDict()

    async def get(self, plan: PlanHash) -> Plan:
        """The plan with this hash. Raises `NotFound`."""
        kept = self._kept.get(plan)
        if kept is None:
            kept = decode_plan(await self._store.get_plan(plan))
            self._kept[plan] = kept
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(plan)
        return kept

"""`db.execute`: changes in a transaction of its own."""

from wfplatform.builtin.db.descriptors import ExecuteConfig
from wfplatform.builtin.db.pools import Pools
from wfplatform.builtin.db.statement import run
from wfplatform.plugins.activity import ActivityCall, ActivityResult


class Execute:
    """The implementation. Keeps pools from one attempt to the next."""

    def __init__(self) -> None:
        self._pools = Pools()

    async def __call__(self, call: ActivityCall[ExecuteConfig]) -> ActivityResult:
        """Run the statement. Raises `ActivityError` (`DB-*`), and `AnswerLost` when the commit has no answer."""
        async with self._pools.connection(call) as connection:
            ran = await run(connection, call, read_only=False)
        return ActivityResult({"affected": ran.affected, "rows": ran.rows, "truncated": ran.truncated})

    async def aclose(self) -> None:
        """Close the pools of this event loop."""
        await self._pools.aclose()

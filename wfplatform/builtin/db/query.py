"""`db.query`: reads in a read-only transaction."""

from wfplatform.builtin.db.descriptors import QueryConfig
from wfplatform.builtin.db.pools import Pools
from wfplatform.builtin.db.statement import run
from wfplatform.plugins.activity import ActivityCall, ActivityResult


class Query:
    """The implementation. Keeps pools from one attempt to the next."""

    def __init__(self) -> None:
        self._pools = Pools()

    async def __call__(self, call: ActivityCall[QueryConfig]) -> ActivityResult:
        """Run the statement. Raises `ActivityError` (`DB-*`)."""
        async with self._pools.connection(call) as connection:
            ran = await run(connection, call, read_only=True)
        return ActivityResult({"rows": ran.rows, "count": len(ran.rows), "truncated": ran.truncated})

    async def aclose(self) -> None:
        """Close the pools of this event loop."""
        await self._pools.aclose()

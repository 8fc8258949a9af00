"""Starts of executions that other processes host: through the store, and so are their ends."""

from wfplatform.store.admission import Admitted
from wfplatform.wiring.endings import Ended, Endings
from wfplatform.wiring.starting import Start, Starting


class ThroughStore:
    """Queues, and waits for the end. `run` of the endings belongs in a task of whoever made them."""

    def __init__(self, starting: Starting, endings: Endings) -> None:
        self._starting = starting
        self._endings = endings

    async def start(self, start: Start) -> Admitted:
        """Queue it; durable when this returns."""
        return await self._starting.start(start)

    async def run(self, start: Start, seconds: float) -> tuple[Admitted, Ended | None]:
        """Queue it and wait for its end; None when that has not come in time: it goes on."""
        admitted = await self._starting.start(start)
        return admitted, await self._endings.ended(admitted.execution, seconds)

    def drain(self) -> None:
        """Nothing is hosted here."""

    def give_up_waiting(self) -> None:
        """Whoever waits for an end is told that it has not come."""
        self._endings.give_up()

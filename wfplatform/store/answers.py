"""What effects were answered, by their effect key, for a while (decision 0009).

Not under a lease: an answer is true, whoever owns the execution by now.
"""

from typing import Final

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.store.part import Part

_MOST_ANSWERS: Final = 10_000


class Answers(Part):
    """Answers."""

    async def keep_answer(
        self, project: ProjectId, key: str, execution: ExecutionId, step: str, answer: bytes, expires_at: Instant
    ) -> None:
        """Keep an answer; durable when this returns. The first one of a key stays until it expires."""
        await self._database.rows("keep_answer", project, key, execution, step, self._clock.now(), expires_at, answer)

    async def answer_of(self, project: ProjectId, key: str) -> bytes | None:
        """What the effect with this key was answered, if that is known and has not expired."""
        found = await self._database.value("answer_of", project, key, self._clock.now())
        return None if found is None else bytes(found)

    async def forget_answers(self) -> int:
        """Forget some that have expired; how many. Ask again until it is none."""
        return int(await self._database.value("forget_answers", self._clock.now(), _MOST_ANSWERS))

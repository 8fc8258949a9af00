"""Deaths of run workers at named points. Put into the processes of a test's installation before they are forked.

A death is ordered by a file `<point>.<step>`; whoever comes to that point takes the file away and kills itself, so
that each order kills once, in whichever process.

    after_claim.execution           the execution is this worker's
    after_intent.<step>             the intent of the step's effect is durable, nothing was sent
    after_response.<step>           the answer came, nothing of it is recorded
    after_commit.<step>             the step's end is durable, nobody was told
    before_acknowledgement.execution   the execution's end is durable, its Dagster run does not know
"""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from wfplatform.engine.commands import Command
from wfplatform.events import vocabulary as v
from wfplatform.kernel.ids import ExecutionId
from wfplatform.runtime.ports import Append, Wish
from wfplatform.wiring.attempting import RuntimeAttempts
from wfplatform.wiring.journal import LeasedJournal
from wfplatform.wiring.run_host import RunHost

WHOLE = "execution"


def arm(folder: Path) -> None:
    """Let processes forked from here on die on order."""
    folder.mkdir(parents=True, exist_ok=True)
    claim, commit, perform = RunHost._claim, LeasedJournal.commit, RuntimeAttempts.perform

    def strike(point: str, what: str) -> None:
        try:
            (folder / f"{point}.{what}").unlink()
        except FileNotFoundError:
            return
        (folder / "last").write_text(str(time.monotonic()))
        (folder / "last").rename(folder / "struck")
        os.kill(os.getpid(), signal.SIGKILL)

    async def deadly_claim(self: RunHost, execution: ExecutionId, run_id: str) -> bool:
        claimed = await claim(self, execution, run_id)
        if claimed:
            strike("after_claim", WHOLE)
        return claimed

    async def deadly_commit(self: LeasedJournal, batch: Sequence[Append]) -> Sequence[Exception | None]:
        answers = await commit(self, batch)
        for event in (record.event for append in batch for record in append.records):
            if isinstance(event, v.EffectIntended):
                strike("after_intent", event.step)
            elif isinstance(event, v.StepCompleted):
                strike("after_commit", event.step)
            elif isinstance(event, v.ExecutionCompleted):
                strike("before_acknowledgement", WHOLE)
        return answers

    async def deadly_perform(self: RuntimeAttempts, wish: Wish) -> Command | None:
        answer = await perform(self, wish)
        strike("after_response", wish.effect.step)
        return answer

    RunHost._claim, LeasedJournal.commit, RuntimeAttempts.perform = deadly_claim, deadly_commit, deadly_perform

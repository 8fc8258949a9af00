"""An express worker that loses replies and takes mutations: `wfplatform worker`, with faults put into this process.

    python -m wfplatform_tests.lanes.verification.faulty

`VERIFICATION_LOSS` is the share of statements at which the connection breaks, before or after they ran;
`VERIFICATION_MUTATION` names one of `mutations`. The product knows of neither.
"""

import os
import random
from collections.abc import Mapping
from typing import Any, Final

from wfplatform import cli
from wfplatform.store import driver
from wfplatform.store.connection import Connection, Pool
from wfplatform.wiring.process import die_with_parent
from wfplatform_tests.lanes.verification import mutations
from wfplatform_tests.store.faults import losing

LOSS_VARIABLE: Final = "VERIFICATION_LOSS"
MUTATION_VARIABLE: Final = "VERIFICATION_MUTATION"


def main() -> None:
    """Be a worker, until the trial ends, however it ends."""
    die_with_parent()
    loss = float(os.environ.get(LOSS_VARIABLE, "0"))
    if loss:
        _lose_replies(losing(loss, random.randrange(1 << 30)))
    mutation = os.environ.get(MUTATION_VARIABLE)
    if mutation:
        mutations.put_in(mutation)
    cli.main()


def _lose_replies(breaking: type[Any]) -> None:
    connect, pool = driver.connect, driver.pool

    async def faulty_connect(dsn: str, settings: Mapping[str, str], connection_class: type[Any]) -> Connection:
        return await connect(dsn, settings, breaking)

    async def faulty_pool(dsn: str, settings: Mapping[str, str], connection_class: type[Any], most: int) -> Pool:
        return await pool(dsn, settings, breaking, most)

    driver.connect, driver.pool = faulty_connect, faulty_pool


if __name__ == "__main__":
    main()

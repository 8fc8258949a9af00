"""The example plugin of this repository, as a stranger's: installed, found, performed."""

from wfplatform.attempts.attempt import Attempts
from wfplatform.attempts.connections import MappedConnections
from wfplatform.attempts.discovery import Origin, discover
from wfplatform.attempts.implementations import Implementations
from wfplatform.attempts.outcome import Completed
from wfplatform.attempts.request import AttemptRequest
from wfplatform.attempts.secrets import EnvironmentSecrets
from wfplatform.attempts.step_log import NoStepLog
from wfplatform.kernel.clock import SystemClock
from wfplatform_tests.attempts.workshop import InThisProcess


async def test_an_installed_plugin_is_found_and_performed() -> None:
    found = discover()
    attempts = Attempts(
        found.catalogue,
        Implementations(found.origins),
        EnvironmentSecrets({}),
        MappedConnections({}),
        InThisProcess(),
        NoStepLog(),
        SystemClock(),
    )

    outcome = await attempts.run(
        AttemptRequest(
            execution="e-1",
            step="name",
            activity="text.slug@1",
            attempt=1,
            effect="pure",
            effect_key="e-1/name/0",
            token="t",
            input={"text": "Grüße aus Köln!"},
        )
    )
    await attempts.aclose()

    assert found.origins["text.slug@1"] == Origin("wfplatform-slug", "0.1.0")
    assert isinstance(outcome, Completed)
    assert outcome.output == "gruesse-aus-koeln"

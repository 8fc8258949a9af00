import re

from wfplatform.kernel.json import encode
from wfplatform_tests.cli import golden_text
from wfplatform_tests.cli.conftest import Command
from wfplatform_tests.contracts.hooks import receiving
from wfplatform_tests.gateway.documents import greeting


def test_webhooks_are_listed_with_where_they_are_called(command: Command) -> None:
    signature = {"style": "github", "secret": "${{ secrets.orders_hook }}"}
    for document in (
        receiving(greeting("greet"), path="greetings/{who}", methods=["POST", "PUT"], respond="result"),
        receiving(greeting("order"), path="orders", signature=signature),
        receiving(greeting("second"), path="orders"),
    ):
        assert command("publish", "-", stdin=encode(document)).code == 0

    said = command("hooks", "list")
    told = command("hooks", "list", "--json")

    golden_text.check("hooks_list", re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8780", said.out))
    assert [one["workflow"] for one in told.json["items"]] == ["greet", "order", "second"]

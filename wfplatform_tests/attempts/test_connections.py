"""How connections are kept."""

from pathlib import Path

import pytest

from wfplatform.attempts.connections import FileConnections, MappedConnections
from wfplatform.attempts.ports import ConnectionConfig
from wfplatform.kernel.errors import Misconfigured
from wfplatform.kernel.json import Json

SHOP = ConnectionConfig("shop", "http", {"base_url": "https://shop"}, {"token": "shop_token"})


async def test_a_connection_is_settings_and_references() -> None:
    written = {
        "kind": "http",
        "settings": {"base_url": "https://shop"},
        "secrets": {"token": "${{ secrets.shop_token }}"},
    }

    assert await MappedConnections({"shop": written}).get("shop") == SHOP


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"kind": "http", "secrets": {"token": "hunter22"}}, "secrets.token is not a reference"),
        ({"kind": "http", "secrets": {"token": "Bearer ${{ secrets.a }}"}}, "secrets.token is not a reference"),
        ({"kind": "http", "secrets": {"token": 4}}, "secrets.token is not a reference"),
        ({"settings": {}}, "'kind' is missing"),
        ({"kind": "http", "password": "hunter22"}, "unknown key 'password'"),
        ({"kind": "http", "settings": "hunter22"}, "must be mappings"),
        ("hunter22", "not a mapping"),
    ],
)
def test_a_connection_written_wrongly_is_refused_without_its_values(written: Json, told: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        MappedConnections({"shop": written})

    assert refused.value.code.id == "WF-ATT-CONNECTION-SHAPE"
    assert told in refused.value.message
    assert "hunter22" not in str(refused.value)


async def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "connections.yaml"
    connections = FileConnections(path)
    before = await connections.get("shop")

    path.write_text(
        "shop:\n  kind: http\n  settings: {base_url: https://shop}\n  secrets: {token: '${{ secrets.shop_token }}'}\n"
    )

    assert before is None
    assert await connections.get("shop") == SHOP
    assert await connections.all() == [SHOP]


@pytest.mark.parametrize("text", ["[1, 2", "- a"])
async def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "connections.yaml"
    path.write_text(text)

    with pytest.raises(Misconfigured):
        await FileConnections(path).get("shop")

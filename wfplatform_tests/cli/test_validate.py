import json
from pathlib import Path

import pytest

from wfplatform_tests.cli import golden_text
from wfplatform_tests.cli.conftest import Command
from wfplatform_tests.gateway.documents import greeting

GOOD = json.dumps(greeting())
BAD_YAML = """\
schema: wfplatform/v1
kind: flow
name: order
input: {type: object}
nodes:
  - id: price
    type: data.set@1
    wiht: {values: 1}
edges: []
"""
BAD_JSON = """\
{
  "schema": "wfplatform/v1",
  "kind": "flow",
  "name": "order",
  "input": {"type": "object"},
  "nodes": [],
  "edges": [{"from": "a"}]
}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the command runs in, so that findings name short paths."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_good_document_is_told_so(offline: Command, folder: Path) -> None:
    (folder / "good.json").write_text(GOOD)

    said = offline("validate", "good.json")

    assert (said.code, said.out, said.err) == (0, "\n", "1 file: no errors\n")


def test_findings_are_printed_as_a_compiler_does(offline: Command, folder: Path) -> None:
    (folder / "order.yaml").write_text(BAD_YAML)
    (folder / "order.json").write_text(BAD_JSON)

    said = offline("validate", "order.yaml", "order.json")

    assert said.code == 1
    golden_text.check("validate", said.out)
    assert said.err == "2 files: 2 errors\n"


def test_findings_are_printed_as_json_for_programs(offline: Command, folder: Path) -> None:
    (folder / "order.yaml").write_text(BAD_YAML)

    said = offline("validate", "--format", "json", "order.yaml")

    [file] = said.json["files"]
    assert (said.code, said.json["errors"], file["file"]) == (1, 1, "order.yaml")
    assert (file["diagnostics"][0]["pointer"], file["diagnostics"][0]["line"]) == ("/nodes/0/wiht", 8)


def test_standard_input_may_be_json_or_yaml(offline: Command) -> None:
    good = offline("validate", "-", stdin=GOOD.encode())
    bad = offline("validate", "-", stdin=BAD_YAML.encode())

    assert (good.code, bad.code) == (0, 1)
    assert bad.out.startswith("<stdin>:8:")


def test_a_folder_is_searched_for_documents_only(offline: Command, folder: Path) -> None:
    (folder / "flows" / "deep").mkdir(parents=True)
    (folder / "flows" / "deep" / "good.json").write_text(GOOD)
    (folder / "flows" / "order.yml").write_text(BAD_YAML)
    (folder / "flows" / "data.json").write_text("[1, 2, 3]")

    said = offline("validate", "--json", "flows")

    assert [file["file"] for file in said.json["files"]] == ["flows/deep/good.json", "flows/order.yml"]


def test_a_pattern_is_resolved_where_no_shell_has_done_it(offline: Command, folder: Path) -> None:
    (folder / "a.json").write_text(GOOD)
    (folder / "b.json").write_text(GOOD)

    said = offline("validate", "--json", "*.json")

    assert [file["file"] for file in said.json["files"]] == ["a.json", "b.json"]


def test_an_absolute_pattern_is_resolved_too(offline: Command, folder: Path) -> None:
    (folder / "a.json").write_text(GOOD)

    assert offline("validate", f"{folder}/*.json").code == 0


@pytest.mark.parametrize(
    ("named", "code"), [("nowhere.yaml", "WF-CLI-002"), ("*.yaml", "WF-CLI-004"), (".", "WF-CLI-004")]
)
def test_what_is_not_there_is_told_in_one_sentence(offline: Command, named: str, code: str) -> None:
    said = offline("validate", named)

    assert said.code == 1
    assert said.err.startswith(code)
    assert "Traceback" not in said.err


def test_a_far_column_is_shown_with_its_surroundings(offline: Command) -> None:
    document = json.dumps({"schema": "wfplatform/v1", "kind": "flow", "description": "x" * 300, "nodse": []})

    said = offline("validate", "-", stdin=document.encode())

    excerpt = next(line for line in said.out.splitlines() if '"nodse"' in line)
    caret = said.out.splitlines()[said.out.splitlines().index(excerpt) + 1]
    assert excerpt.startswith("    1 | …")
    assert excerpt[caret.index("^") :].startswith('"nodse"')


def test_the_schema_is_printed(offline: Command) -> None:
    assert offline("schema").json["title"] == "wfplatform document"

from pathlib import Path

from wfplatform.kernel.json import encode
from wfplatform_tests.cli import golden_text
from wfplatform_tests.cli.conftest import Command
from wfplatform_tests.gateway.documents import greeting


def test_publishing_says_which_version_it_made(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "greet.json"
    file.write_bytes(encode(greeting()))

    first = command("publish", str(file))
    again = command("publish", str(file))

    assert first.out == f"✓ {file}: published, version 1.0.0\n"
    assert again.out == f"= {file}: unchanged, version 1.0.0\n"


def test_publishing_from_standard_input_gives_json_for_programs(command: Command) -> None:
    said = command("publish", "-", "--note", "first", "--json", stdin=encode(greeting()))

    [published] = said.json
    assert (published["file"], published["created"], published["version"]["note"]) == ("<stdin>", True, "first")


def test_a_document_with_errors_is_refused_with_its_findings(command: Command) -> None:
    said = command("publish", "-", stdin=encode(greeting(nodse=[])))

    assert said.code == 1
    assert said.err.startswith("WF-GTW-016")
    assert "[/nodse]" in said.err


def test_workflows_are_listed(published: Command) -> None:
    golden_text.check("workflows_list", published("workflows", "list").out)


def test_a_page_that_is_not_the_last_says_how_to_go_on(published: Command) -> None:
    first = published("workflows", "list", "--limit", "2")
    cursor = first.err.rpartition(" ")[2].strip()

    assert published("workflows", "list", "--json", "--after", cursor).json["items"][0]["name"] == "greet"


def test_versions_are_listed_and_rolled_back(published: Command) -> None:
    published("publish", "-", "--note", "more polite", stdin=encode(greeting(says="good day")))

    said = published("workflows", "versions", "greet")
    back = published("workflows", "rollback", "greet", "1.0.0")

    golden_text.check("workflows_versions", said.out)
    assert back.out == "greet 1.0.0 is current.\n"


def test_two_versions_are_compared(published: Command) -> None:
    document = greeting(says="good day", title="Greeting")
    document["nodes"].append({"id": "bye", "type": "data.set@1", "with": {"values": 1}})
    document["edges"].append({"from": "hello", "to": "bye"})
    published("publish", "-", stdin=encode(document))

    golden_text.check("workflows_diff", published("workflows", "diff", "greet", "1.0.0", "1.1.0").out)


def test_versions_that_are_the_same_are_told_so(published: Command) -> None:
    said = published("workflows", "diff", "greet", "1.0.0", "1.0.0")

    assert said.out == "1.0.0 and 1.0.0 are the same.\n"


def test_an_exported_document_can_be_published(published: Command) -> None:
    exported = published("workflows", "export", "greet").out

    said = published("publish", "-", "--json", stdin=exported.encode())

    assert said.json[0]["created"] is False


def test_a_document_is_shown(published: Command) -> None:
    assert published("workflows", "show", "greet").json == greeting()
    assert published("workflows", "show", "greet", "--version", "1.0.0", "--json").json["is_current"] is True


def test_a_workflow_that_is_not_there_is_told_in_one_sentence(published: Command) -> None:
    said = published("workflows", "versions", "nowhere")

    assert said.code == 1
    assert said.err.startswith("WF-GTW-009  There is no workflow 'nowhere'.")

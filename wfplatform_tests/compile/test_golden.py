"""Documents that are kept, and what they give: a difference is a change of behaviour, and must be meant."""

from pathlib import Path

import pytest

from wfplatform.kernel import json
from wfplatform.model.reading import read_document
from wfplatform.model.writing import to_json, to_yaml
from wfplatform_tests.documents import the_plan
from wfplatform_tests.golden.documents.regenerate import HERE, documents, expected, given


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_a_golden_document_gives_what_it_gave_before(path: Path) -> None:
    assert given(path) == json.decode(expected(path).read_text())


def test_a_document_has_one_hash_in_json_and_in_yaml() -> None:
    document = read_document((HERE / "order-approval.json").read_bytes()).document
    assert document is not None

    in_yaml = read_document(to_yaml(document), "yaml").document
    assert in_yaml is not None

    assert the_plan(to_json(in_yaml)).hash == json.decode(expected(HERE / "order-approval.json").read_text())["plan"]

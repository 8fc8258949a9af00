"""Compiling: documents of 100 and 1,000 nodes, as a chain and as a fan-out, one expression a node.

Each node reads its predecessor (the fan-out: the first node), has a typed config and a retry, and one in ten checks a
post-condition. Measured with warm descriptors, as in a server; reading the text is measured beside it.
"""

from typing import Any

from bench.measure import repeat, report_times
from wfplatform.compile.compiler import compile_document
from wfplatform.kernel import json
from wfplatform.model.document import Document
from wfplatform.model.reading import read_document
from wfplatform_tests.catalogue import CATALOGUE

MUST_HOLD = {100: 20.0, 1_000: 300.0}


def node(number: int, reads: int, salt: int) -> dict[str, Any]:
    """One node. Expressions differ from node to node and from document to document, so that none was checked before."""
    made: dict[str, Any] = {
        "id": f"n{number}",
        "type": "test.typed@1",
        "with": {
            "text": f"number {number}: ${{{{ steps.n{reads}.output.total * {number}.{salt}5 + 1 }}}}",
            "count": number % 100,
        },
        "retry": {"max_attempts": 3},
    }
    if number == 0:
        made["with"]["text"] = "${{ input.name }}"
    if number % 10 == 0:
        made["ensure"] = [{"that": f"output.total > {number}"}]
    return made


def document(size: int, shape: str, salt: int = 0) -> bytes:
    """A document's text."""
    before = {number: number - 1 if shape == "chain" else 0 for number in range(1, size)}
    return json.encode(
        {
            "schema": "wfplatform/v1",
            "name": "measured",
            "input": {"type": "object", "properties": {"name": {"type": "string"}}},
            "output": {"value": {"total": f"${{{{ steps.n{size - 1}.output.total }}}}"}},
            "nodes": [node(number, before.get(number, 0), salt) for number in range(size)],
            "edges": [{"from": f"n{source}", "to": f"n{number}"} for number, source in before.items()],
        }
    )


def read(text: bytes) -> Document:
    """The document, which is right."""
    reading = read_document(text)
    assert reading.document is not None, reading.diagnostics
    return reading.document


def main() -> None:
    """Measure both shapes in both sizes."""
    for size, at_most_ms in MUST_HOLD.items():
        times = 30 if size == 100 else 10
        for shape in ("chain", "fan_out"):
            fresh = iter([read(document(size, shape, salt)) for salt in range(times + 2)])
            sample = repeat(lambda fresh=fresh: compile_document(next(fresh), CATALOGUE), times=times, warmup=2)
            report_times(f"compile_{shape}_{size}", sample, at_most_ms=at_most_ms, nodes=size)
            text = document(size, shape)
            assert compile_document(read(text), CATALOGUE).plan is not None
            report_times(f"read_{shape}_{size}", repeat(lambda text=text: read(text), times=times), bytes=len(text))


if __name__ == "__main__":
    main()

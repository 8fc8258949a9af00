"""Builders of documents, as JSON: tests say what matters, and leave the rest out."""

import itertools
from typing import Any

from wfplatform.compile.calls import Workflows
from wfplatform.compile.compiler import Compiled, compile_document
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.json import JsonObject
from wfplatform.model.document import Document
from wfplatform.model.reading import document_from_json
from wfplatform.plan.plan import Plan
from wfplatform.plan.steps import Step
from wfplatform_tests.catalogue import CATALOGUE


def node(id: str, type: str = "test.pure@1", /, **told: Any) -> JsonObject:
    """A node; `with_` is its `with`."""
    keys = {"with" if key == "with_" else key: value for key, value in told.items()}
    return {"id": id, "type": type, **keys}


def edges(*ways: str) -> list[JsonObject]:
    """`"a.yes -> b"`; a chain such as `"a -> b -> c"` gives two."""
    found: list[JsonObject] = []
    for way in ways:
        stops = [stop.strip() for stop in way.split("->")]
        found += [{"from": one, "to": other} for one, other in itertools.pairwise(stops)]
    return found


def a_document(*nodes: JsonObject | str, edges: list[JsonObject] | None = None, **told: Any) -> JsonObject:
    """A document; a node given as text is a `test.pure@1` of that id."""
    built = [node(one) if isinstance(one, str) else one for one in nodes]
    return {"schema": "wfplatform/v1", "name": "tested", "nodes": built, "edges": edges or [], **told}


def a_body(*nodes: JsonObject | str, edges: list[JsonObject] | None = None, **told: Any) -> JsonObject:
    """A body."""
    return {"nodes": [node(one) if isinstance(one, str) else one for one in nodes], "edges": edges or [], **told}


def a_decision(id: str, *ports: str, when: str = "input.vip", default: str | None = None) -> JsonObject:
    """A decision with a case for each port."""
    cases = [{"port": port, "when": when} for port in ports]
    return node(id, "flow.decision@1", with_={"cases": cases} | ({"default": default} if default else {}))


def read(document: JsonObject) -> Document:
    """The document, whose shape is right."""
    reading = document_from_json(document)
    assert reading.document is not None, reading.diagnostics
    return reading.document


def compiled(document: JsonObject, known_workflows: Workflows | None = None) -> Compiled:
    """What the compiler says."""
    return compile_document(read(document), CATALOGUE, known_workflows=known_workflows)


def findings(document: JsonObject, known_workflows: Workflows | None = None) -> list[Diagnostic]:
    """Every finding of the compiler."""
    return list(compiled(document, known_workflows).diagnostics)


def codes(document: JsonObject, known_workflows: Workflows | None = None) -> list[str]:
    """The codes that the compiler reports, in order."""
    return [diagnostic.code for diagnostic in findings(document, known_workflows)]


def the_plan(document: JsonObject) -> Plan:
    """The plan of a document in which nothing is wrong."""
    result = compiled(document)
    assert result.plan is not None, result.diagnostics
    return result.plan


def the_step(plan: Plan, id: str) -> Step:
    """A step of the plan's own graph."""
    return next(step for step in plan.root.steps if step.id == id)

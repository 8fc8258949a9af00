"""A case on the bare driver: compile its documents, let its world answer, and say what is not as expected."""

from collections.abc import Mapping, Sequence

from wfplatform import engine
from wfplatform.attempts.discovery import discover
from wfplatform.compile.compiler import compile_document
from wfplatform.events.errors import Failure
from wfplatform.expressions import ExpressionFailed, render
from wfplatform.kernel.diagnostics import Diagnostic, errors_in
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.model.reading import document_from_json
from wfplatform.plan.plan import Plan
from wfplatform.plan.template import Template
from wfplatform.plugins.descriptor import Catalogue
from wfplatform_tests.conformance.activities import SCRIPTED
from wfplatform_tests.conformance.bare import Bare, Called, NoValue
from wfplatform_tests.conformance.case import EXECUTION, Case, calls_in
from wfplatform_tests.conformance.causality import violations
from wfplatform_tests.conformance.comparison import differences
from wfplatform_tests.conformance.hosted import Hosted, Scripted

CATALOGUE = Catalogue.of(*discover().catalogue, *SCRIPTED)


def compiled(document: JsonObject) -> tuple[Plan | None, Sequence[Diagnostic]]:
    """The document's plan, or what is wrong with it."""
    reading = document_from_json(document)
    if reading.document is None:
        return None, reading.diagnostics
    result = compile_document(reading.document, CATALOGUE)
    return result.plan, result.diagnostics


def plan_of(document: JsonObject) -> Plan:
    """The plan of a document that must be right."""
    plan, diagnostics = compiled(document)
    assert plan is not None, "\n".join(f"{d.code} {d.pointer}: {d.message}" for d in errors_in(diagnostics))
    return plan


def evaluate(template: Template, scope: JsonObject) -> Json:
    """Work out a template as hosts do."""
    if template.constant:
        return template.source
    try:
        return render(template.source, scope, leave_secrets=True)
    except ExpressionFailed as failed:
        raise NoValue(Failure(failed.code, failed.message)) from failed


def plans_of(case: Case) -> Mapping[str, Plan]:
    """The case's own plan under "", and those of its children under the names that call them."""
    return {"": plan_of(case.document), **{name: plan_of(child.document) for name, child in case.children.items()}}


def run_case(case: Case, seed: int, plans: Mapping[str, Plan] | None = None) -> Hosted:
    """The case's execution, as far as it goes; children are hosted beside it. `plans` may be given for many seeds."""
    plans = plans_of(case) if plans is None else plans

    def find_workflow(name: str) -> Called:
        child = case.children[name]
        return Called(child.version, plans[name], Scripted(child.script), child.told)

    bare = Bare(seed, evaluate, find_workflow)
    hosted = bare.begin(plans[""], EXECUTION, case.start, Scripted(case.script), case.told)
    bare.run()
    return hosted


def problems_of(case: Case, hosted: Hosted) -> list[str]:
    """All that is not as the case expects, in words."""
    found = differences(case, hosted.records)
    found += violations(hosted.state.program.plan, hosted.records)
    found += _unequal_replay(hosted)
    found += [f"order of numbers: {r.seq} at place {i}" for i, r in enumerate(hosted.records, 1) if r.seq != i]
    for path, keys in case.effect_keys.items():
        if tuple(hosted.calls.get(path, ())) != keys:
            found.append(f"{path}: expected the effect keys {list(keys)}, but they are {hosted.calls.get(path, [])}")
    found += _unsaid(hosted)
    for call, child in hosted.children.items():
        wanted = case.children[calls_in(hosted.records)[call][1]].status
        if child.state.status.value != wanted:
            found.append(f"the child of {call}: expected {wanted}, but it is {child.state.status.value}")
        found += [f"the child of {call}: {line}" for line in _unsaid(child)]
    return found


def _unsaid(hosted: Hosted) -> list[str]:
    lines = list(hosted.complaints)
    lines += [f"never came: {', '.join(map(str, told.when))}, to tell {told.said}" for told in hosted.told]
    return lines + (hosted.world.complaints() if isinstance(hosted.world, Scripted) else [])


def _unequal_replay(hosted: Hosted) -> list[str]:
    replayed = engine.fold(hosted.state.program.plan, hosted.state.execution_id, hosted.records)
    live, again = engine.snapshot(hosted.state), engine.snapshot(replayed)
    return [f"replayed, {part} is {again[part]!r}, not {live[part]!r}" for part in live if live[part] != again[part]]

"""The front door: a document and a catalogue in, a plan or every finding out."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from wfplatform.compile.activities import Activities
from wfplatform.compile.calls import Calls, Workflows
from wfplatform.compile.check import Checker
from wfplatform.compile.findings import Findings
from wfplatform.compile.graph import Resolved
from wfplatform.compile.lower import lower
from wfplatform.compile.resolve import resolve
from wfplatform.compile.triggers import newest_trigger
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.diagnostics import Diagnostic, errors_in
from wfplatform.model.document import Document
from wfplatform.plan.plan import Plan
from wfplatform.plugins.descriptor import Catalogue


class Compiled(NamedTuple):
    """`plan` is None exactly when some diagnostic is an error; warnings may stand beside a plan."""

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]


def compile_document(
    document: Document,
    catalogue: Catalogue,
    *,
    known_workflows: Workflows | None = None,
    only: Collection[str] | None = None,
) -> Compiled:
    """Compile a document; never raises for what a person wrote.

    `known_workflows` are the published workflows of the project, by name; without it, calls are not looked up.
    `only`, when given, are the nodes of the document itself that will run: what is wrong with other nodes, with the
    output and with triggers is not told, and the plan can run no more than these.
    The same arguments give the same plan, hash included, and the same diagnostics in the same order.
    """
    findings = Findings()
    activities = Activities(catalogue)
    resolved = resolve(document, activities, findings, frozenset(only) if only is not None else None)
    templates = Checker(resolved, activities, Calls(known_workflows, document.name), findings).check()
    found = tuple(one for one in findings.all() if _concerns(one, resolved))
    plan = None if errors_in(found) else lower(resolved, activities, templates)
    return Compiled(plan, found)


def _concerns(found: Diagnostic, resolved: Resolved) -> bool:
    """Whether a finding is about what will run."""
    if resolved.only is None:
        return True
    if found.code == cmp.CYCLE.id:
        # Who stands in or behind a circle has no place in the order.
        return any(vertex.index < 0 for vertex in resolved.vertices() if resolved.will_run(vertex))
    if found.node is None:
        return not found.pointer.startswith("/edges/")
    vertex = resolved.by_id.get(found.node)
    return vertex is None or resolved.will_run(vertex)


def newest_type(catalogue: Catalogue) -> Callable[[str], str | None]:
    """How `complete_types` finds the major version of an activity or a trigger that is written without one."""

    def newest(name: str) -> str | None:
        descriptor = catalogue.newest(name)
        return descriptor.type if descriptor is not None else newest_trigger(name)

    return newest

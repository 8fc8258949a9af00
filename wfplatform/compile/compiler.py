"""The front door: a document and a catalogue in, a plan or every finding out."""

from collections.abc import Callable
from typing import NamedTuple

from wfplatform.compile.activities import Activities
from wfplatform.compile.calls import Calls, Workflows
from wfplatform.compile.check import Checker
from wfplatform.compile.findings import Findings
from wfplatform.compile.lower import lower
from wfplatform.compile.resolve import resolve
from wfplatform.compile.triggers import newest_trigger
from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.model.document import Document
from wfplatform.plan.plan import Plan
from wfplatform.plugins.descriptor import Catalogue


class Compiled(NamedTuple):
    """`plan` is None exactly when some diagnostic is an error; warnings may stand beside a plan."""

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]


def compile_document(document: Document, catalogue: Catalogue, *, known_workflows: Workflows | None = None) -> Compiled:
    """Compile a document; never raises for what a person wrote.

    `known_workflows` are the published workflows of the project, by name; without it, calls are not looked up.
    The same arguments give the same plan, hash included, and the same diagnostics in the same order.
    """
    findings = Findings()
    activities = Activities(catalogue)
    resolved = resolve(document, activities, findings)
    templates = Checker(resolved, activities, Calls(known_workflows, document.name), findings).check()
    plan = None if findings.has_errors else lower(resolved, activities, templates)
    return Compiled(plan, findings.all())


def newest_type(catalogue: Catalogue) -> Callable[[str], str | None]:
    """How `complete_types` finds the major version of an activity or a trigger that is written without one."""

    def newest(name: str) -> str | None:
        descriptor = catalogue.newest(name)
        return descriptor.type if descriptor is not None else newest_trigger(name)

    return newest

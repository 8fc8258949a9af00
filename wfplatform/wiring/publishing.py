"""Documents become published versions: read, completed, compiled, numbered and kept."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, Literal

from wfplatform.compile.calls import KnownWorkflow
from wfplatform.compile.compiler import Compiled, compile_document, newest_type
from wfplatform.kernel.codes.sta import BAD_DOCUMENT
from wfplatform.kernel.diagnostics import Diagnostic, Severity, errors_in
from wfplatform.kernel.errors import InvalidInput
from wfplatform.kernel.ids import DEFAULT_PROJECT, PlanHash, ProjectId, WorkflowName
from wfplatform.kernel.json import Json, decode, encode
from wfplatform.model.bump import required_bump
from wfplatform.model.completion import complete_types
from wfplatform.model.document import Document, nodes_of
from wfplatform.model.reading import Format, Reading, document_from_json, read_document
from wfplatform.model.writing import to_json
from wfplatform.plan.plan import Plan, encode_plan
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.store.catalog import Publication, Version
from wfplatform.store.store import Store

Bump = Literal["major", "minor", "patch"]
_ORDER: Final = ("patch", "minor", "major")
_CORRECT: Final = "Correct what is listed."


@dataclass(frozen=True, slots=True)
class Published:
    """A version that is current now. `created` is false when it was published before with the same content."""

    version: Version
    created: bool
    warnings: tuple[Diagnostic, ...] = field(default=())


class Publishing:
    """Publishes into one store, with the activities that are installed here."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    async def publish_text(
        self, text: bytes, form: Format, *, project: ProjectId = DEFAULT_PROJECT, by: str | None = None, note: str = ""
    ) -> Published:
        """Publish a file's text. Raises `InvalidInput` with every finding."""
        return await self._publish(read_document(text, form), project, by=by, note=note)

    async def publish(
        self,
        document: Json,
        *,
        project: ProjectId = DEFAULT_PROJECT,
        by: str | None = None,
        note: str = "",
        at_least: Bump = "patch",
    ) -> Published:
        """Publish a document. `at_least` is the part of the version that must rise; the change may demand more."""
        return await self._publish(document_from_json(document), project, by=by, note=note, at_least=at_least)

    async def plan_of(
        self, document: Json, project: ProjectId = DEFAULT_PROJECT, *, only: Collection[str] | None = None
    ) -> Plan:
        """The plan of a document that is not published, to try it. Raises `InvalidInput` with every finding.

        `only`, when given, are the nodes to be tried: others may be unfinished.
        """
        reading = document_from_json(document)
        if reading.document is None:
            raise refused("The document cannot be read", reading.diagnostics, remedy=_CORRECT)
        completed = complete_types(reading.document, newest_type(self._catalogue))
        compiled = await self.compile(completed, project)
        if compiled.plan is None and only is not None:
            compiled = await self.compile(completed, project, only=only)
        if compiled.plan is None:
            node = errors_in(compiled.diagnostics)[0].node if only is not None else None
            what = f"The step {node!r} cannot be tested" if node is not None else f"{completed.name!r} cannot be run"
            raise refused(what, compiled.diagnostics, remedy=_CORRECT)
        return compiled.plan

    async def check(self, text: bytes, form: Format, project: ProjectId = DEFAULT_PROJECT) -> tuple[Diagnostic, ...]:
        """Everything that is wrong with a text, with lines and columns."""
        reading = read_document(text, form)
        if reading.document is None:
            return reading.diagnostics
        compiled = await self.compile(complete_types(reading.document, newest_type(self._catalogue)), project)
        found = (*reading.diagnostics, *compiled.diagnostics)
        return located(found, reading)

    async def compile(self, document: Document, project: ProjectId, *, only: Collection[str] | None = None) -> Compiled:
        """Compile against what is installed and published here; `only` as `compile_document` takes it."""
        known = {name: await self._known(project, name) for name in _called(document)}
        return compile_document(
            document,
            self._catalogue,
            known_workflows={name: one for name, one in known.items() if one is not None},
            only=only,
        )

    async def _known(self, project: ProjectId, name: str) -> KnownWorkflow | None:
        versions = await self._store.versions(project, WorkflowName(name))
        if not versions:
            return None
        newest = document_from_json(
            decode((await self._store.get_version(project, WorkflowName(name), versions[0].version)).document)
        ).document
        promised = newest.output.schema_ if newest is not None and newest.output is not None else None
        return KnownWorkflow(
            tuple(version.version for version in versions), newest.input if newest is not None else None, promised
        )

    async def _publish(
        self, reading: Reading, project: ProjectId, *, by: str | None, note: str, at_least: Bump = "patch"
    ) -> Published:
        if reading.document is None:
            raise refused("The document cannot be read", located(reading.diagnostics, reading))
        document = complete_types(reading.document, newest_type(self._catalogue))
        compiled = await self.compile(document, project)
        found = located((*reading.diagnostics, *compiled.diagnostics), reading)
        if compiled.plan is None:
            raise refused(f"{document.name!r} cannot be published", found)
        written = to_json(document)
        name = WorkflowName(document.name)
        text = encode(written).decode()
        versions = await self._store.versions(project, name)
        highest = await self._store.get_version(project, name, versions[0].version) if versions else None
        if highest is not None and highest.document == text and highest.plan == compiled.plan.hash:
            number, created = highest.version, False
        else:
            number, created = _next(highest, document, at_least), True
        await self._store.publish(
            Publication(
                project=project,
                workflow=name,
                version=number,
                document=text,
                plan=PlanHash(compiled.plan.hash),
                body=encode_plan(compiled.plan),
                lane=compiled.plan.lane,
                title=document.title or "",
                labels=document.labels or {},
                note=note,
                by=by,
            )
        )
        warnings = tuple(one for one in found if one.severity is Severity.WARNING)
        return Published(await self._store.get_version(project, name, number), created, warnings)


def refused(what: str, found: tuple[Diagnostic, ...], *, remedy: str | None = None) -> InvalidInput:
    """The one error that carries all findings."""
    errors = errors_in(found)
    count = f"{len(errors)} error{'s' if len(errors) != 1 else ''}"
    message = f"{what}: {count}. {errors[0].message if errors else ''}".rstrip()
    return InvalidInput(BAD_DOCUMENT, message, found, remedy=remedy)


def located(found: tuple[Diagnostic, ...], reading: Reading) -> tuple[Diagnostic, ...]:
    """The findings with lines and columns, in the order of the text, where that is at hand."""
    if reading.source is None:
        return found
    return tuple(sorted(reading.source.placed(found), key=lambda one: (one.line or 0, one.column or 0)))


def _next(highest: Version | None, document: Document, at_least: Bump) -> str:
    if highest is None:
        return "1.0.0"
    before = document_from_json(decode(highest.document)).document
    demanded: Bump = required_bump(before, document) if before is not None else "major"
    bump = max(demanded, at_least, key=_ORDER.index)
    major, minor, patch = (int(part) for part in highest.version.split("."))
    match bump:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case _:
            return f"{major}.{minor}.{patch + 1}"


def _called(document: Document) -> set[str]:
    """Names of the workflows that a document calls, as far as they are written down."""
    calls = (node for node in nodes_of(document) if node.type.startswith("flow.call@"))
    names = {name for node in calls if isinstance(name := node.with_.get("workflow"), str)}
    told = document.on_failure.call if document.on_failure is not None else None
    return names | ({told} if told is not None else set())

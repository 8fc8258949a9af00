"""Second pass: whether what stands in the document is right.

Every value that may hold expressions becomes a template here, kept under its JSON Pointer for the third pass:
checking an expression and finding out what it reads are one thing.
"""

from wfplatform.compile.activities import Activities, Activity
from wfplatform.compile.calls import Calls
from wfplatform.compile.config import check_config
from wfplatform.compile.expressions import Expressions
from wfplatform.compile.findings import Findings
from wfplatform.compile.graph import Graph, Resolved, Vertex
from wfplatform.compile.handing_on import check_on_failure
from wfplatform.compile.instructions import check_instruction
from wfplatform.compile.policies import check_compensation, check_policies
from wfplatform.compile.ports import warn_of_unhandled
from wfplatform.compile.reads import At
from wfplatform.compile.schemas import Validator, schema_problem
from wfplatform.compile.scope import Scope, admission_scope, end_scope, node_scope
from wfplatform.compile.templates import Templates
from wfplatform.compile.triggers import check_triggers
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.model.document import Body, Document
from wfplatform.model.loose import is_object
from wfplatform.plan.template import Template
from wfplatform.plugins.descriptor import Instruction


class Checker:
    """Checks one resolved document; `templates.made` holds what the third pass needs."""

    def __init__(self, resolved: Resolved, activities: Activities, calls: Calls, findings: Findings) -> None:
        self._resolved = resolved
        self._activities = activities
        self._calls = calls
        self._findings = findings
        self._validators: dict[int, Validator | None] = {}
        outputs = {vertex.id: self._output_schema(vertex) for vertex in resolved.vertices()}
        self._expressions = Expressions(resolved, outputs, findings)
        self._outputs = outputs
        self.templates = Templates(self._expressions, findings)

    def check(self) -> dict[str, Template]:
        """Report everything; the templates by JSON Pointer."""
        document = self._resolved.document
        input_validator = self._validator(document.input, "/input", None)
        for graph in self._resolved.graphs:
            if graph.container is None or self._resolved.will_run(graph.container):
                self._graph(graph)
            for vertex in graph.vertices:
                if self._resolved.will_run(vertex):
                    self._vertex(vertex)
        self._document(document)
        if self._resolved.only is None:
            check_triggers(document, self.templates, input_validator, self._findings)
        return self.templates.made

    def _document(self, document: Document) -> None:
        scope = admission_scope()
        for name, expression in document.search.items():
            self.templates.bare(expression, At(f"/search/{name}", None), scope)
        if document.idempotency is not None:
            self.templates.bare(document.idempotency.key, At("/idempotency/key", None), scope)
        if document.concurrency is not None and document.concurrency.key is not None:
            self.templates.bare(document.concurrency.key, At("/concurrency/key", None), scope)
        check_on_failure(document, self._calls, self._findings)
        if document.output is not None and self._resolved.only is None:
            self._output(document)

    def _output(self, document: Document) -> None:
        output = document.output
        assert output is not None
        at = At("/output/value", None)
        validator = self._validator(output.schema_, "/output/schema", None)
        self.templates.value(output.value, at, end_scope(self._resolved.root), schema=output.schema_)
        if validator is not None and "value" in output.model_fields_set:
            check_config(validator, output.value, at, "the output", self._findings, code=cmp.DOES_NOT_FIT)

    def _graph(self, graph: Graph) -> None:
        certainty = self._expressions.reads.certainty(graph)
        for vertex in graph.order:
            if not certainty.can_run[vertex.index]:
                self._cannot_run(vertex, certainty.never_met(vertex), certainty.can_run)
        container = graph.container
        if container is not None:
            at = At(f"{graph.pointer}/output", container.id)
            self.templates.value(_body_output(graph), at, end_scope(graph))

    def _cannot_run(self, vertex: Vertex, never_met: tuple[str, str] | None, can_run: list[bool]) -> None:
        if never_met is not None:
            one, other = never_met
            message = f"{vertex.id!r} waits for {one} and {other}, which exclude each other."
            self._findings.error(cmp.JOIN_NEVER_MET, message, f"{vertex.pointer}/join", vertex.id)
            return
        dead = [arc for arc in vertex.incoming if can_run[arc.source.index]]
        if not dead:
            return  # said of the node before it
        ways = " and ".join(sorted({f"{arc.source.id}.{arc.port}" for arc in dead})[:3])
        message = f"{vertex.id!r} can never run: {ways} is never taken."
        if any(arc.source.node.disabled for arc in dead):
            hint = "A disabled node leaves by 'out' only."
            self._findings.warning(cmp.UNREACHABLE, message, vertex.pointer, vertex.id, hint=hint)
        else:
            self._findings.error(cmp.UNREACHABLE, message, vertex.pointer, vertex.id)

    def _vertex(self, vertex: Vertex) -> None:
        node, activity, findings = vertex.node, vertex.activity, self._findings
        self._validator(node.output_schema, f"{vertex.pointer}/output_schema", node.id)
        scope = node_scope(vertex, self._expressions.reads.certainty(vertex.graph))
        warn_of_unhandled(vertex, findings)
        check_policies(vertex, findings)
        if activity is None:
            self.templates.value(node.with_, At(f"{vertex.pointer}/with", node.id), scope)
        else:
            self._lane(activity, f"{vertex.pointer}/type", node.id)
            self._with(vertex, activity, scope)
        self._after(vertex, scope)
        compensation = check_compensation(vertex, self._activities, findings)
        if node.compensate is not None:
            self._compensate(vertex, compensation, scope)

    def _lane(self, activity: Activity, pointer: str, node: str) -> None:
        if self._resolved.document.lane not in activity.lanes:
            lanes = sorted(activity.lanes)
            message = f"{activity.type!r} cannot run in the lane {self._resolved.document.lane!r}."
            hint = f"It runs in: {', '.join(lanes)}."
            self._findings.error(cmp.WRONG_LANE, message, pointer, node, hint=hint)

    def _with(self, vertex: Vertex, activity: Activity, scope: Scope) -> None:
        at = At(f"{vertex.pointer}/with", vertex.id)
        written = at if "with_" in vertex.node.model_fields_set else At(vertex.pointer, vertex.id)
        check_config(activity.validator, vertex.node.with_, written, repr(activity.type), self._findings)
        if activity.instruction is not None:
            check_instruction(vertex, activity.instruction, scope, self.templates, self._calls, self._findings)
        else:
            positions, schema = activity.bare, activity.config_schema
            self.templates.value(vertex.node.with_, at, scope, positions=positions, schema=schema)

    def _after(self, vertex: Vertex, scope: Scope) -> None:
        """What is worked out once the step is over."""
        node = vertex.node
        if node.ensure:
            checked = scope.with_output(self._outputs[node.id])
            for index, ensure in enumerate(node.ensure):
                where = At(f"{vertex.pointer}/ensure/{index}/that", node.id)
                self.templates.bare(ensure.that, where, checked, "boolean")
        if node.on_error_output is not None:
            at = At(f"{vertex.pointer}/on_error_output", node.id)
            self.templates.value(node.on_error_output, at, scope.minus("secrets").plus("error"))

    def _compensate(self, vertex: Vertex, activity: Activity | None, scope: Scope) -> None:
        undo = vertex.node.compensate
        assert undo is not None
        pointer = f"{vertex.pointer}/compensate"
        at = At(f"{pointer}/with", vertex.id)
        within = scope.with_itself().plus("secrets")
        if activity is None:
            self.templates.value(undo.with_, at, within)
        else:
            self._lane(activity, f"{pointer}/type", vertex.id)
            written = at if "with_" in undo.model_fields_set else At(pointer, vertex.id)
            check_config(activity.validator, undo.with_, written, repr(activity.type), self._findings)
            self.templates.value(undo.with_, at, within, positions=activity.bare, schema=activity.config_schema)
        schema = _as_dict(activity.descriptor.output_schema) if activity is not None else None
        for index, ensure in enumerate(undo.ensure):
            where = At(f"{pointer}/ensure/{index}/that", vertex.id)
            self.templates.bare(ensure.that, where, within.with_output(schema), "boolean")

    def _validator(self, schema: Json, pointer: str, node: str | None) -> Validator | None:
        """A person's schema, reported once when it is not valid."""
        if schema is None:
            return None
        if id(schema) not in self._validators:
            problem = schema_problem(schema)
            self._validators[id(schema)] = Validator(schema) if problem is None else None
            if problem is not None:
                where, message = problem
                self._findings.error(cmp.BAD_SCHEMA, f"This is not a valid schema. {message}", pointer + where, node)
        return self._validators[id(schema)]

    def _output_schema(self, vertex: Vertex) -> JsonObject | None:
        """What is known of a step's output; nothing where a failure may put another value in its place."""
        node, activity = vertex.node, vertex.activity
        if node.disabled or node.on_error == "continue":
            return None
        if node.output_schema is not None:
            return node.output_schema if schema_problem(node.output_schema) is None else None
        if activity is None:
            return None
        if activity.instruction is Instruction.CALL:
            name = node.with_.get("workflow")
            known = self._calls.get(name) if isinstance(name, str) else None
            return known.output if known is not None else None
        return _as_dict(activity.descriptor.output_schema)


def _as_dict(schema: object) -> JsonObject | None:
    return schema if is_object(schema) else None


def _body_output(graph: Graph) -> Json:
    return graph.part.output if isinstance(graph.part, Body) else None

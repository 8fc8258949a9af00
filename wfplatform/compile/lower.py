"""Third pass: the plan. Only for documents in which nothing is wrong, so nothing is checked here."""

import hashlib
from typing import Final

from wfplatform.compile.activities import Activities, Activity
from wfplatform.compile.graph import FAILURE_PORTS, Graph, Resolved, Vertex
from wfplatform.compile.masks import masked
from wfplatform.compile.ports import takes_partial
from wfplatform.kernel import json
from wfplatform.kernel.durations import parse_duration_ms
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.model import document as written
from wfplatform.model.loose import as_list
from wfplatform.model.writing import to_json
from wfplatform.plan import steps
from wfplatform.plan.plan import Admission, Plan, Trigger, sealed
from wfplatform.plan.template import Template
from wfplatform.plugins.descriptor import Instruction, RetryDefault

_LEFT_OUT: Final = {"message": "This step was left out of what was to run.", "code": "LEFT_OUT"}
NOTHING: Final = Template(source=None, constant=True)
_FOR_PEOPLE: Final = ("title", "description", "labels", "layout")
_FOR_PEOPLE_IN_NODE: Final = ("title", "note", "labels")


def lower(resolved: Resolved, activities: Activities, templates: dict[str, Template]) -> Plan:
    """Make the plan of a document in which nothing is wrong. `templates` are those of the second pass."""
    return _Lowering(resolved, activities, templates).plan()


def document_hash(document: written.Document) -> str:
    """SHA-256 over what a document does: not over titles, descriptions, labels, notes and the layout."""
    told = to_json(document)
    for key in _FOR_PEOPLE:
        told.pop(key, None)
    _strip_nodes(told)
    return hashlib.sha256(json.encode_canonical(told)).hexdigest()


def _strip_nodes(part: JsonObject) -> None:
    for node in part.get("nodes", ()):
        for key in _FOR_PEOPLE_IN_NODE:
            node.pop(key, None)
        for body in node.get("bodies", {}).values():
            _strip_nodes(body)


class _Lowering:
    def __init__(self, resolved: Resolved, activities: Activities, templates: dict[str, Template]) -> None:
        self._resolved = resolved
        self._document = resolved.document
        self._defaults = resolved.document.defaults or written.Defaults()
        self._activities = activities
        self._templates = templates
        self._used: dict[str, str] = {}

    def plan(self) -> Plan:
        document = self._document
        root = self._graph(self._resolved.root)
        is_whole = self._resolved.only is None
        output = document.output if is_whole else None
        triggers = document.triggers if is_whole else ()
        on_failure = document.on_failure or written.OnFailure()
        return sealed(
            Plan(
                name=document.name,
                lane=document.lane,
                root=root,
                document_hash=document_hash(document),
                descriptors=dict(sorted(self._used.items())),
                input_schema=document.input,
                output_schema=output.schema_ if output is not None else None,
                output=self._templates["/output/value"] if output is not None else None,
                env=document.env,
                search={name: self._templates[f"/search/{name}"] for name in document.search},
                timeout_ms=_ms(document.timeout),
                admission=self._admission(),
                compensate_on_failure=on_failure.compensate,
                on_failure_call=on_failure.call,
                triggers=tuple(self._trigger(trigger, at) for at, trigger in enumerate(triggers)),
                mask=(
                    *masked(document.input, "/input"),
                    *masked(output.schema_ if output is not None else None, "/output"),
                ),
            )
        )

    def _admission(self) -> Admission:
        idempotency, concurrency = self._document.idempotency, self._document.concurrency
        admission = Admission()
        if idempotency is not None:
            admission = Admission(self._templates["/idempotency/key"], parse_duration_ms(idempotency.ttl))
        if concurrency is None:
            return admission
        return Admission(
            idempotency_key=admission.idempotency_key,
            idempotency_ttl_ms=admission.idempotency_ttl_ms,
            concurrency_limit=concurrency.limit,
            concurrency_key=self._templates.get("/concurrency/key"),
            when_full=concurrency.when_full,
        )

    def _trigger(self, trigger: written.Trigger, at: int) -> Trigger:
        return Trigger(
            id=trigger.id,
            type=trigger.type,
            config=self._templates[f"/triggers/{at}/with"],
            when=self._templates.get(f"/triggers/{at}/when"),
            input=self._templates.get(f"/triggers/{at}/input"),
            enabled=trigger.enabled,
            key=self._templates.get(f"/triggers/{at}/with/idempotency/key"),
            response=self._templates.get(f"/triggers/{at}/with/response"),
        )

    def _graph(self, graph: Graph) -> steps.Graph:
        return steps.Graph(
            steps=tuple(self._step(vertex) for vertex in graph.order),
            edges=tuple(
                steps.Edge(arc.source.id, arc.port, arc.target.id)
                for arc in graph.arcs
                if arc.source.index >= 0 and arc.target.index >= 0
            ),
            output=self._templates.get(f"{graph.pointer}/output") if graph.container is not None else None,
        )

    def _step(self, vertex: Vertex) -> steps.Step:
        node, pointer = vertex.node, vertex.pointer
        if not self._resolved.will_run(vertex):
            return self._left_out(vertex)
        activity = self._use(node.type)
        performs = activity.performs and not node.disabled
        resources = node.resources
        return steps.Step(
            id=node.id,
            activity=node.type,
            action=self._action(vertex, activity),
            ports=_ports(vertex, activity),
            must_handle=() if node.disabled else activity.must_handle,
            join=node.join,
            timeout_ms=self._timeout(node.timeout, activity, performs),
            total_timeout_ms=_ms(node.total_timeout),
            retry=self._retry(node.retry, activity, performs),
            on_error=node.on_error,
            on_error_output=self._templates.get(f"{pointer}/on_error_output"),
            on_unknown=node.on_unknown,
            ensure=() if node.disabled else self._ensure(node.ensure, pointer),
            compensate=None if node.disabled else self._compensation(vertex),
            checkpoint=node.checkpoint,
            connection=node.connection,
            mask=tuple(dict.fromkeys((*node.mask, *activity.mask, *masked(node.output_schema, "/output")))),
            queue=resources.queue if resources is not None else None,
            output_schema=None if node.disabled else node.output_schema,
            resources=_resources(resources),
        )

    def _left_out(self, vertex: Vertex) -> steps.Step:
        """What is known of a step that will not run, right or wrong: its edges, and what of its data is hidden."""
        node, activity = vertex.node, vertex.activity
        masks = activity.mask if activity is not None else ()
        return steps.Step(
            id=node.id,
            activity=node.type,
            action=steps.Fail(input=Template(source=_LEFT_OUT, constant=True)),
            ports=tuple(dict.fromkeys((*vertex.ports, *(arc.port for arc in vertex.outgoing), "out"))),
            join=node.join,
            mask=tuple(dict.fromkeys((*node.mask, *masks, *masked(node.output_schema, "/output")))),
        )

    def _use(self, written_type: str) -> Activity:
        activity = self._activities.get(written_type)
        assert activity is not None, "a type that is not known was to be lowered"
        self._used[activity.type] = activity.hash
        return activity

    def _action(self, vertex: Vertex, activity: Activity) -> steps.Action:
        if vertex.node.disabled:
            return steps.Pass()
        config, pointer = vertex.node.with_, f"{vertex.pointer}/with"
        made = self._templates
        match activity.instruction:
            case None:
                return steps.Perform(effect=activity.effect_in(config).value, input=made[pointer])
            case Instruction.DECISION:
                cases = tuple(
                    (case["port"], made[f"{pointer}/cases/{at}/when"])
                    for at, case in enumerate(as_list(config["cases"]))
                )
                return steps.Decide(cases=cases, default=config.get("default"))
            case Instruction.FOREACH:
                return steps.ForEach(
                    items=made[f"{pointer}/items"],
                    body=self._graph(vertex.bodies["body"]),
                    concurrency=int(config.get("concurrency", 1)),
                    on_item_error=config.get("on_item_error", "fail"),
                )
            case Instruction.WHILE:
                return steps.While(
                    condition=made[f"{pointer}/condition"],
                    initial=made[f"{pointer}/initial"],
                    max_iterations=int(config["max_iterations"]),
                    body=self._graph(vertex.bodies["body"]),
                )
            case Instruction.TRY:
                return steps.Try(
                    body=self._graph(vertex.bodies["body"]),
                    catch=self._graph(vertex.bodies["catch"]),
                    undo_body=config.get("undo") == "body",
                )
            case Instruction.CALL:
                version = config.get("version", "latest")
                return steps.Call(workflow=config["workflow"], version=version, input=made[f"{pointer}/input"])
            case Instruction.FAIL:
                return steps.Fail(input=made[pointer])

    def _timeout(self, own: str | None, activity: Activity, performs: bool) -> int | None:
        if own is not None or not performs:
            return _ms(own)
        return _ms(self._defaults.timeout or activity.descriptor.timeout)

    def _retry(self, own: written.Retry | None, activity: Activity, performs: bool) -> steps.Retry:
        base = _of_descriptor(activity.descriptor.retry) if performs else steps.Retry()
        if performs and self._defaults.retry is not None:
            base = _over(base, self._defaults.retry)
        return _over(base, own) if own is not None else base

    def _ensure(self, ensure: tuple[written.Ensure, ...], pointer: str) -> tuple[steps.Ensure, ...]:
        return tuple(
            steps.Ensure(
                that=self._templates[f"{pointer}/ensure/{at}/that"],
                message=one.message if one.message is not None else f"this does not hold: {one.that}",
                retry=one.retry,
            )
            for at, one in enumerate(ensure)
        )

    def _compensation(self, vertex: Vertex) -> steps.Compensation | None:
        undo, pointer = vertex.node.compensate, f"{vertex.pointer}/compensate"
        if undo is None:
            return None
        activity = self._use(undo.type)
        return steps.Compensation(
            activity=undo.type,
            effect=activity.effect_in(undo.with_).value,
            input=self._templates[f"{pointer}/with"],
            timeout_ms=self._timeout(undo.timeout, activity, True),
            retry=self._retry(undo.retry, activity, True),
            ensure=self._ensure(undo.ensure, pointer),
            connection=vertex.node.connection,
        )


def _ports(vertex: Vertex, activity: Activity) -> tuple[str, ...]:
    if vertex.node.disabled:
        return ("out",)
    ports = vertex.ports
    if activity.instruction is Instruction.FOREACH and not takes_partial(vertex):
        ports = tuple(port for port in ports if port != "partial")
    failures = sorted([arc.port for arc in vertex.outgoing if arc.port in FAILURE_PORTS])
    if not failures and "error" not in ports:
        return ports
    return tuple(dict.fromkeys((*(port for port in ports if port != "error"), *failures)))


def _of_descriptor(retry: RetryDefault) -> steps.Retry:
    return steps.Retry(
        max_attempts=retry.max_attempts,
        backoff=retry.backoff,
        initial_delay_ms=parse_duration_ms(retry.initial_delay),
        max_delay_ms=parse_duration_ms(retry.max_delay),
    )


def _over(base: steps.Retry, own: written.Retry) -> steps.Retry:
    """What `own` says, and `base` where it says nothing."""
    return steps.Retry(
        max_attempts=own.max_attempts if own.max_attempts is not None else base.max_attempts,
        backoff=own.backoff if own.backoff is not None else base.backoff,
        initial_delay_ms=parse_duration_ms(own.initial_delay)
        if own.initial_delay is not None
        else base.initial_delay_ms,
        max_delay_ms=parse_duration_ms(own.max_delay) if own.max_delay is not None else base.max_delay_ms,
        jitter=own.jitter if own.jitter is not None else base.jitter,
    )


def _resources(resources: written.Resources | None) -> Json:
    if resources is None:
        return None
    told = resources.model_dump(mode="json", exclude_unset=True, exclude={"queue"})
    return told or None


def _ms(duration: str | None) -> int | None:
    return parse_duration_ms(duration) if duration is not None else None

"""The configuration of the engine's own instructions: where their expressions stand, and what must be written out."""

from wfplatform.compile.calls import Calls
from wfplatform.compile.config import check_config
from wfplatform.compile.findings import Findings
from wfplatform.compile.graph import Vertex
from wfplatform.compile.reads import At
from wfplatform.compile.schemas import Validator, schema_problem
from wfplatform.compile.scope import Scope
from wfplatform.compile.templates import Templates, has_expression
from wfplatform.kernel.codes import cmp
from wfplatform.model.loose import as_list, as_object
from wfplatform.plugins.descriptor import Instruction


def check_instruction(
    vertex: Vertex, instruction: Instruction, scope: Scope, templates: Templates, calls: Calls, findings: Findings
) -> None:
    """Check what an instruction is given, and make its templates."""
    config, pointer, node = vertex.node.with_, f"{vertex.pointer}/with", vertex.id
    worked_out: set[str] = set()
    match instruction:
        case Instruction.DECISION:
            for index, case in enumerate(as_list(config.get("cases"))):
                when = as_object(case).get("when")
                if isinstance(when, str):
                    templates.bare(when, At(f"{pointer}/cases/{index}/when", node), scope, "boolean")
                _written_out(as_object(case).get("port"), f"{pointer}/cases/{index}/port", node, findings)
            worked_out = {"cases"}
        case Instruction.FOREACH:
            _bare(vertex, "items", scope, templates, "array")
            worked_out = {"items"}
        case Instruction.WHILE:
            _bare(vertex, "condition", scope.plus("loop"), templates, "boolean")
            templates.value(config.get("initial"), At(f"{pointer}/initial", node), scope)
            worked_out = {"condition", "initial"}
        case Instruction.CALL:
            _call(vertex, scope, templates, calls, findings)
            worked_out = {"input"}
        case Instruction.FAIL:
            templates.value(config, At(pointer, node), scope)
            worked_out = set(config)
        case Instruction.TRY:
            pass
    for key, value in config.items():
        if key not in worked_out:
            _written_out(value, f"{pointer}/{key}", node, findings)


def _bare(vertex: Vertex, key: str, scope: Scope, templates: Templates, expect: str) -> None:
    written = vertex.node.with_.get(key)
    if isinstance(written, str):
        templates.bare(written, At(f"{vertex.pointer}/with/{key}", vertex.id), scope, expect)


def _written_out(value: object, pointer: str, node: str, findings: Findings) -> None:
    if has_expression(value):
        message = "This must be written out; it cannot be an expression."
        findings.error(cmp.CONSTANT_WANTED, message, pointer, node)


def _call(vertex: Vertex, scope: Scope, templates: Templates, calls: Calls, findings: Findings) -> None:
    config, pointer = vertex.node.with_, f"{vertex.pointer}/with"
    at = At(f"{pointer}/input", vertex.id)
    value = config.get("input", {})
    name, version = config.get("workflow"), config.get("version", "latest")
    if isinstance(name, str) and isinstance(version, str) and not has_expression([name, version]):
        calls.check(name, version, At(f"{pointer}/workflow", vertex.id), findings, version_at=f"{pointer}/version")
    known = calls.get(name) if isinstance(name, str) else None
    schema = known.input if known is not None else None
    templates.value(value, at, scope, schema=schema)
    if schema is not None and version == "latest" and schema_problem(schema) is None:
        written = at if "input" in config else At(pointer, vertex.id)
        check_config(Validator(schema), value, written, f"the input of {name!r}", findings, code=cmp.DOES_NOT_FIT)

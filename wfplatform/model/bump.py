"""Which part of a version must rise from one document to the next: `major.minor.patch` by what others rely on."""

from typing import Any, Literal

from wfplatform.model.compatibility import narrowed
from wfplatform.model.diff import Change, Thing, Verb, diff
from wfplatform.model.document import Document, nodes_of
from wfplatform.model.loose import as_list, as_object, is_object

Bump = Literal["major", "minor", "patch"]


def required_bump(old: Document, new: Document) -> Bump:
    """The least that the version must rise; a person may raise it further.

    Major: the input accepts less, the output promises less, a webhook's path or an emitted event is gone, or a
    workflow is renamed. Minor: a node, port, optional input or trigger is added, or the input or output is widened
    or extended. Patch: anything else.
    """
    changes = diff(old, new)
    if _breaks(old, new):
        return "major"
    return "minor" if any(_adds(change, old, new) for change in changes) else "patch"


def _breaks(old: Document, new: Document) -> bool:
    if old.name != new.name or narrowed(old.input, new.input):
        return True
    # The output is read by others: it is narrowed for them when it may hold what it could not hold before.
    if narrowed(_output(new), _output(old)):
        return True
    return bool(_webhooks(old) - _webhooks(new)) or bool(_emitted(old) - _emitted(new))


def _output(document: Document) -> Any:
    return document.output.schema_ if document.output is not None else None


def _webhooks(document: Document) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for trigger in document.triggers:
        if trigger.type.partition("@")[0] == "webhook":
            for method in as_list(trigger.with_.get("methods")) or ["POST"]:
                found.add((str(trigger.with_.get("path")), str(method)))
    return found


def _emitted(document: Document) -> set[str]:
    from_nodes: set[str] = set()
    for node in nodes_of(document):
        name = node.with_.get("event")
        if node.type.partition("@")[0] == "event.emit" and isinstance(name, str):
            from_nodes.add(name)
    return from_nodes


def _adds(change: Change, old: Document, new: Document) -> bool:
    match change.thing:
        case Thing.NODE | Thing.TRIGGER | Thing.EDGE if change.verb is Verb.ADDED:
            return True
        case Thing.NODE if change.key == "with":
            return _new_ports(change.before, change.after)
        case Thing.INPUT:
            return _differs(old.input, new.input)
        case Thing.OUTPUT:
            return _differs(_output(old), _output(new))
        case _:
            return False


def _differs(one: Any, other: Any) -> bool:
    return bool(narrowed(one, other) or narrowed(other, one)) or one != other


def _new_ports(before: Any, after: Any) -> bool:
    """Whether a decision has gained a port."""

    def ports(config: Any) -> set[str]:
        return {str(case.get("port")) for case in as_list(as_object(config).get("cases")) if is_object(case)}

    return bool(ports(after) - ports(before))

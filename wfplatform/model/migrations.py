"""Documents of older schema versions, brought up to date one version at a time.

Steps work on plain JSON, because the types only know today's shape, and are total: what they do not understand they
leave as it is, for the types to refuse. A released step is never changed; `wfplatform_tests/golden/documents/v0`
holds what it must go on reading.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from wfplatform.kernel.json import JsonObject
from wfplatform.model.document import SCHEMA_VERSION
from wfplatform.model.loose import as_list, as_object, is_list, is_object

Change = Callable[[JsonObject], None]


class Migration(NamedTuple):
    """From one schema version to the next: changes made in order, in place."""

    source: str
    target: str
    changes: tuple[Change, ...]


def known_versions() -> frozenset[str]:
    """Older schema versions that can still be read."""
    return frozenset(migration.source for migration in MIGRATIONS)


def migrated(document: JsonObject, called: list[str] | None = None) -> JsonObject:
    """A copy of `document` in today's schema version. `called` collects the names of the changes made."""
    current = copy.deepcopy(document)
    for migration in MIGRATIONS:
        if current.get("schema") != migration.source:
            continue
        for change in migration.changes:
            before = copy.deepcopy(current) if called is not None else None
            change(current)
            if called is not None and current != before:
                called.append(change.__name__)
        current["schema"] = migration.target
    return current


def _objects(value: Any) -> Iterator[JsonObject]:
    yield from (item for item in as_list(value) if is_object(item))


def _graphs(part: JsonObject) -> Iterator[JsonObject]:
    """`part` and every body below it: whatever holds `nodes`."""
    yield part
    for node in _objects(part.get("nodes")):
        for body in as_object(node.get("bodies")).values():
            if is_object(body):
                yield from _graphs(body)


def _nodes(document: JsonObject) -> Iterator[JsonObject]:
    for graph in _graphs(document):
        yield from _objects(graph.get("nodes"))


def _rename(part: JsonObject, old: str, new: str) -> None:
    if old in part and new not in part:
        renamed = {new if key == old else key: value for key, value in part.items()}
        part.clear()
        part.update(renamed)


def steps_become_nodes(document: JsonObject) -> None:
    """v0 called nodes `steps`, and a container's single body was the list `do`."""
    _rename(document, "steps", "nodes")
    for node in _objects(document.get("nodes")):
        if is_list(node.get("do")):
            body: JsonObject = {"nodes": node.pop("do")}
            steps_become_nodes(body)
            node["bodies"] = {"body": body}


def config_becomes_with(document: JsonObject) -> None:
    """v0 called what an activity is given `config`."""
    for node in _nodes(document):
        _rename(node, "config", "with")
    for trigger in _objects(document.get("triggers")):
        _rename(trigger, "config", "with")


def next_becomes_edges(document: JsonObject) -> None:
    """v0 wrote what follows at each node: `"next": ["b", {"port": "yes", "to": "c"}]`."""
    for graph in _graphs(document):
        edges: list[JsonObject] = []
        for node in _objects(graph.get("nodes")):
            for follower in as_list(node.pop("next", None) if is_list(node.get("next")) else None):
                if is_object(follower):
                    edges.append({"from": f"{node.get('id')}.{follower.get('port')}", "to": follower.get("to")})
                else:
                    edges.append({"from": node.get("id"), "to": follower})
        if edges and "edges" not in graph:
            graph["edges"] = edges


def seconds_become_durations(document: JsonObject) -> None:
    """v0 counted in seconds: `timeout_seconds: 30` is `timeout: 30s`."""
    for part in (document, *_nodes(document)):
        seconds = part.get("timeout_seconds")
        if isinstance(seconds, int | float) and not isinstance(seconds, bool):
            part["timeout_seconds"] = _duration(seconds)
            _rename(part, "timeout_seconds", "timeout")


def retries_become_retry(document: JsonObject) -> None:
    """v0 counted repetitions, not attempts: `retries: 2, retry_delay_seconds: 0.5`."""
    for node in _nodes(document):
        retries, delay = node.get("retries"), node.get("retry_delay_seconds")
        if isinstance(retries, int) and not isinstance(retries, bool):
            del node["retries"]
            node["retry"] = {"max_attempts": retries + 1}
            if isinstance(delay, int | float) and not isinstance(delay, bool):
                del node["retry_delay_seconds"]
                node["retry"] |= {"backoff": "fixed", "initial_delay": _duration(delay)}


def positions_become_layout(document: JsonObject) -> None:
    """v0 kept `position: [x, y]` in the node."""
    positions: JsonObject = {}
    for node in _nodes(document):
        position = node.get("position")
        if is_list(position) and len(position) == 2:
            del node["position"]
            positions[str(node.get("id"))] = {"x": position[0], "y": position[1]}
    if positions and "layout" not in document:
        document["layout"] = {"nodes": positions}


def result_becomes_output(document: JsonObject) -> None:
    """v0 wrote the answer as `result`, without a schema."""
    if "result" in document and "output" not in document:
        document["result"] = {"value": document["result"]}
        _rename(document, "result", "output")


def majors_are_written(document: JsonObject) -> None:
    """v0 had one version of everything: `http.request` is `http.request@1`."""
    for part in (*_nodes(document), *_objects(document.get("triggers"))):
        written = part.get("type")
        if isinstance(written, str) and written and "@" not in written:
            part["type"] = f"{written}@1"


def _duration(seconds: float) -> str:
    if seconds == int(seconds):
        return f"{int(seconds)}s"
    return f"{round(seconds * 1000)}ms"


MIGRATIONS: Final = (
    Migration(
        "wfplatform/v0",
        SCHEMA_VERSION,
        (
            steps_become_nodes,
            config_becomes_with,
            next_becomes_edges,
            seconds_become_durations,
            retries_become_retry,
            positions_become_layout,
            result_becomes_output,
            majors_are_written,
        ),
    ),
)

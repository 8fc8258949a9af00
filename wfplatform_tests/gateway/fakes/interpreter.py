"""Runs the few documents that tests use: nodes one after the other, `data.set` and `flow.fail` with `escalate`."""

from collections.abc import Iterator
from typing import Any

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform_tests.gateway.fakes.world import Kept, World

OPTIONS = ("retry", "skip", "continue", "fail")


def begin(world: World, kept: Kept, reused: dict[str, Any] | None = None) -> None:
    """Start, and go as far as it goes."""
    pinned = {node: v.Reused(pin.port, pin.output) for node, pin in kept.wish.pinned.items()}
    world.record(
        kept,
        v.ExecutionStarted(
            input=kept.wish.input,
            plan="p" * 64,
            mode=kept.wish.mode,
            trigger=kept.trigger,
            root=kept.root,
            restart_of=kept.restart_of,
            reused=pinned | (reused or {}),
            selection=kept.wish.selection,
        ),
    )
    go_on(world, kept)


def go_on(world: World, kept: Kept) -> None:
    """Take the nodes that are not done, in order, until one waits or fails."""
    world.record(kept, *_steps(kept))


def _steps(kept: Kept) -> Iterator[v.Event]:
    started = next(recorded.event for recorded in kept.history if isinstance(recorded.event, v.ExecutionStarted))
    done = {
        recorded.event.step
        for recorded in kept.history
        if isinstance(recorded.event, v.StepCompleted | v.StepSkipped)
        or (isinstance(recorded.event, v.StepFailed) and recorded.event.port is not None)
    }
    output: Any = None
    for node in kept.document["nodes"]:
        name = node["id"]
        if name in done:
            continue
        reused = started.reused.get(name)
        if reused is not None and not reused.again:
            origin = kept.restart_of or kept.id
            yield v.StepCompleted(name, reused.port or "out", reused.output, reused_from=origin)
            output = reused.output
            continue
        if started.selection is not None and name not in started.selection:
            yield v.StepSkipped(name)
            continue
        config = node.get("with", {})
        yield v.StepStarted(name, input=config)
        if node["type"] == "flow.fail@1":
            error = Failure(config.get("code", "WF-USER-FAIL"), config["message"], step=name, attempt=1)
            if node.get("on_error") == "escalate":
                yield v.TaskOpened(f"{name}:1", name, "failure", OPTIONS, config["message"], error)
                yield v.ExecutionWaiting()
            else:
                yield v.StepFailed(name, error, duration_ms=10)
                yield v.ExecutionFailed(error)
            return
        output = config.get("values")
        yield v.StepCompleted(name, output=output, duration_ms=10)
    yield v.ExecutionCompleted(output)

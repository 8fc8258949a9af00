"""What a case is, and how its file is read.

A script says what the n-th attempt at a step's path answers; attempts that it does not foresee are an error, and so are
answers that nobody asks for. `after` holds an answer back until certain events have been recorded. A moment is written
`<path> <kind>` (`charge step.started`), a bare `<kind>` for the execution itself, `<call>::<path> <kind>` within the
child of a call. `{root}` stands for the root execution's id.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import yaml

from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform.events.codec import KINDS
from wfplatform.events.vocabulary import Reused
from wfplatform.kernel.json import Json, JsonObject

CASES: Final = Path(__file__).parent / "cases"
EXECUTION: Final = "01970000-0000-7000-8000-000000000001"
"""The id under which a case's execution runs, unless its host makes one of its own."""


class Moment(msgspec.Struct, frozen=True):
    """Some event of `kind` has been recorded at `path` ("" is the execution), `calls` children down."""

    path: str
    kind: str
    calls: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "::".join((*self.calls, f"{self.path} {self.kind}".strip()))


def moment(text: str) -> Moment:
    """Read `path kind`. Raises `ValueError` when the kind is none of the vocabulary's."""
    *calls, last = text.split("::")
    path, _, kind = last.rpartition(" ")
    if kind not in KINDS:
        raise ValueError(f"{kind!r} in {text!r} is no kind of event")
    return Moment(path=path, kind=kind, calls=tuple(calls))


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an attempt answers; `after` are the moments that must have come."""

    after: str | tuple[str, ...] = ()

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The moments that hold the answer back."""
        return _moments(self.after)


class Completed(Answer, frozen=True, kw_only=True):
    """It ended well."""

    port: str = "out"
    output: Json = None


class Failed(Answer, frozen=True, kw_only=True):
    """It ended badly, with an answer."""

    code: str
    message: str
    retryable: bool = False


class TimedOut(Answer, frozen=True, kw_only=True):
    """Its time passed without an answer."""


class Unknown(Answer, frozen=True, kw_only=True):
    """A `once` effect was sent, and its answer was lost."""


class Deferred(Answer, frozen=True, kw_only=True):
    """It goes on elsewhere, for at most `deadline` (a duration)."""

    deadline: str | None = None


class Hangs(Answer, frozen=True, kw_only=True):
    """It never answers."""


class Complete(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody completes a deferred attempt by its token."""

    step: str
    port: str = "out"
    output: Json = None


_ANSWERS: Final[dict[str, type[Answer]]] = {
    "completed": Completed,
    "failed": Failed,
    "timed_out": TimedOut,
    "unknown": Unknown,
    "deferred": Deferred,
    "hangs": Hangs,
}
Said = c.Cancel | c.Resolve | c.Pause | c.Unpause | c.Recover | Complete
_SAYINGS: Final[dict[str, type]] = {
    "cancel": c.Cancel,
    "resolve": c.Resolve,
    "pause": c.Pause,
    "unpause": c.Unpause,
    "recover": c.Recover,
    "complete": Complete,
}


class Told(msgspec.Struct, frozen=True):
    """Once all of `when` have come, the execution is told `said`; `rejected` when it must refuse that."""

    when: tuple[Moment, ...]
    said: Said
    rejected: bool = False


class Expected(msgspec.Struct, frozen=True):
    """One event of the expected history: its kind, and the fields that the case gives."""

    kind: str
    fields: JsonObject

    def __str__(self) -> str:
        return f"{self.kind}{self.fields or ''}"


class Child(msgspec.Struct, frozen=True):
    """A workflow that the case calls: the version that the range resolves to, and what happens inside."""

    version: str
    document: JsonObject
    script: dict[str, tuple[Answer, ...]]
    told: tuple[Told, ...]
    status: str


class Case(msgspec.Struct, frozen=True):
    """One file. `refused` names the node that the compiler must refuse; then there is no history."""

    name: str
    title: str
    why: str
    document: JsonObject
    input: Json
    root: str
    restart_of: str | None
    reused: dict[str, Reused]
    script: dict[str, tuple[Answer, ...]]
    told: tuple[Told, ...]
    children: dict[str, Child]
    history: dict[str, tuple[Expected, ...]]
    before: tuple[tuple[Moment, Moment], ...]
    status: str
    output: Json
    steps: dict[str, str]
    effect_keys: dict[str, tuple[str, ...]]
    refused: str | None

    @property
    def start(self) -> c.Start:
        """The command that begins the case's execution."""
        is_restart = self.restart_of is not None
        return c.Start(
            input=self.input,
            root=self.root if is_restart else None,
            restart_of=self.restart_of,
            reused=self.reused,
        )


HANDED_ON: Final = "on_failure"
"""Under this the workflow that a failure was handed on to stands among the children of calls."""


def calls_in(records: Iterable[v.Recorded]) -> dict[str, tuple[str, str]]:
    """By the path of each call (or `HANDED_ON`): the execution that it started, and of which workflow."""
    found: dict[str, tuple[str, str]] = {}
    for record in records:
        match record.event:
            case v.ChildStarted(step=step, child=child, workflow=workflow):
                found[step] = child, workflow
            case v.ExecutionHandedOn(child=str(child), workflow=workflow):
                found[HANDED_ON] = child, workflow
            case _:
                pass
    return found


class _Start(msgspec.Struct, forbid_unknown_fields=True):
    root: str
    restart_of: str
    reused: dict[str, Reused]


class _ChildFile(msgspec.Struct, forbid_unknown_fields=True):
    version: str
    document: JsonObject
    status: str
    script: dict[str, list[JsonObject]] = {}
    told: list[JsonObject] = []


class _File(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    why: str
    document: JsonObject
    input: Json = {}
    start: _Start | None = None
    script: dict[str, list[JsonObject]] = {}
    told: list[JsonObject] = []
    children: dict[str, _ChildFile] = {}
    history: dict[str, list[str | JsonObject]] = {}
    before: list[tuple[str, str]] = []
    status: str = ""
    output: Json = None
    steps: dict[str, str] = {}
    effect_keys: dict[str, list[str]] = {}
    refused: str | None = None


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case, in the order of their file names."""
    return tuple(load_case(file) for file in sorted(CASES.glob("*.yaml")))


def load_case(file: Path) -> Case:
    """Read one case. Raises `ValueError` or `msgspec.ValidationError` when the file is not one."""
    text = file.read_text()
    raw = _read(text)
    start = raw.start
    root = start.root if start is not None else EXECUTION
    if "{root}" in text:
        raw = _read(text.replace("{root}", root))
    if not raw.refused and not (raw.history and raw.status):
        raise ValueError(f"{file.name} expects neither a history nor a refusal")
    return Case(
        name=file.stem,
        title=raw.title,
        why=raw.why,
        document=raw.document,
        input=raw.input,
        root=root,
        restart_of=start.restart_of if start is not None else None,
        reused=start.reused if start is not None else {},
        script=_script(raw.script),
        told=tuple(_told(entry) for entry in raw.told),
        children={name: _child(child) for name, child in raw.children.items()},
        history={path: tuple(_expected(entry) for entry in events) for path, events in raw.history.items()},
        before=tuple((moment(first), moment(second)) for first, second in raw.before),
        status=raw.status,
        output=raw.output,
        steps=raw.steps,
        effect_keys={path: tuple(keys) for path, keys in raw.effect_keys.items()},
        refused=raw.refused,
    )


def _read(text: str) -> _File:
    return msgspec.convert(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _File)


def _child(raw: _ChildFile) -> Child:
    return Child(
        version=raw.version,
        document=raw.document,
        script=_script(raw.script),
        told=tuple(_told(entry) for entry in raw.told),
        status=raw.status,
    )


def _script(raw: dict[str, list[JsonObject]]) -> dict[str, tuple[Answer, ...]]:
    return {path: tuple(_answer(answer) for answer in answers) for path, answers in raw.items()}


def _answer(raw: JsonObject) -> Answer:
    [(kind, body)] = raw.items()
    return msgspec.convert(body, _ANSWERS[kind])


def _told(raw: JsonObject) -> Told:
    when, rejected = raw["when"], raw.get("rejected", False)
    [(saying, body)] = [(key, value) for key, value in raw.items() if key not in ("when", "rejected")]
    return Told(when=_moments(when), said=msgspec.convert(body, _SAYINGS[saying]), rejected=rejected)


def _moments(raw: str | Iterable[str]) -> tuple[Moment, ...]:
    return tuple(moment(text) for text in ((raw,) if isinstance(raw, str) else raw))


def _expected(raw: str | JsonObject) -> Expected:
    [(kind, given)] = [(raw, {})] if isinstance(raw, str) else raw.items()
    known = {field.name for field in msgspec.structs.fields(KINDS[kind])}
    if unknown := given.keys() - known:
        raise ValueError(f"{kind} has no {', '.join(sorted(unknown))}")
    return Expected(kind=kind, fields=given)

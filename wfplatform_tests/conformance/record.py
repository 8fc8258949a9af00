"""Writes each case's canonical history (seed 0) to `wfplatform_tests/golden/histories/`, for the TypeScript folds.

    python -m wfplatform_tests.conformance.record

What the engine recorded is written, but only for cases that it passes: a golden history is never a wrong one.
"""

import sys
from pathlib import Path
from typing import Final

from wfplatform.events.codec import encode_event
from wfplatform.events.vocabulary import ExecutionStarted
from wfplatform.kernel.json import JsonObject, decode, encode_pretty
from wfplatform_tests.conformance.bare_case import problems_of, run_case
from wfplatform_tests.conformance.case import Case, load_cases
from wfplatform_tests.conformance.comparison import execution_status, step_statuses

HISTORIES: Final = Path(__file__).parent.parent / "golden" / "histories"


def history_of(case: Case) -> str:
    """The canonical history as JSON: title, events, and the statuses they fold to. Raises `ValueError`."""
    hosted = run_case(case, seed=0)
    if problems := problems_of(case, hosted):
        raise ValueError(f"{case.name} fails: {problems[0]}")
    events: list[JsonObject] = []
    for recorded in hosted.records:
        kind, version, payload = encode_event(recorded.event)
        place = {"seq": recorded.seq, "at": recorded.at, "kind": kind, "version": version}
        fields = decode(payload)
        if isinstance(recorded.event, ExecutionStarted):
            fields["plan"] = "0" * 64  # a plan's hash changes with the compiler, a history's meaning does not
        events.append(place | fields)
    return encode_pretty(
        {
            "generated_by": "wfplatform_tests/conformance/record.py",
            "case": case.name,
            "title": case.title,
            "status": execution_status(hosted.records).value,
            "steps": dict(sorted(step_statuses(hosted.records).items())),
            "events": events,
        }
    )


def main() -> int:
    """Write all of them; those of cases that are gone are removed."""
    HISTORIES.mkdir(parents=True, exist_ok=True)
    wanted: set[Path] = set()
    failures = 0
    for case in load_cases():
        if case.refused is not None:
            continue
        file = HISTORIES / f"{case.name}.json"
        wanted.add(file)
        try:
            file.write_text(history_of(case))
        except ValueError as reason:
            failures += 1
            sys.stderr.write(f"{reason}\n")
    for file in set(HISTORIES.glob("*.json")) - wanted:
        file.unlink()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

"""Every case through the bare engine, each in many orders."""

from typing import Final

import pytest

from wfplatform.kernel.diagnostics import errors_in
from wfplatform_tests.chance import examples
from wfplatform_tests.conformance.bare_case import compiled, plans_of, problems_of, run_case
from wfplatform_tests.conformance.case import Case, load_cases

_CASES: Final = load_cases()
_SEEDS: Final = examples(12, 200)


@pytest.mark.chance
@pytest.mark.parametrize("case", [case for case in _CASES if case.refused is None], ids=lambda case: case.name)
def test_the_bare_engine_gives_the_history_of_the_case(case: Case) -> None:
    plans = plans_of(case)
    for seed in range(_SEEDS):
        problems = problems_of(case, run_case(case, seed, plans))

        assert not problems, f"{case.title} (seed {seed})\n{case.why}\n\n" + "\n".join(problems)


@pytest.mark.parametrize("case", [case for case in _CASES if case.refused is not None], ids=lambda case: case.name)
def test_the_compiler_refuses_the_document_of_the_case(case: Case) -> None:
    plan, diagnostics = compiled(case.document)

    assert plan is None
    assert case.refused in {diagnostic.node for diagnostic in errors_in(diagnostics)}

"""The functions that the designer offers."""

import pytest

from wfplatform.expressions import Checker, FunctionInfo, catalogue_of_functions

SCHEMAS = {"input": None, "steps.call": None, "execution": None}


@pytest.mark.parametrize("function", catalogue_of_functions(), ids=lambda function: f"{function.kind} {function.name}")
def test_every_example_is_right_and_shows_its_function(function: FunctionInfo) -> None:
    checked = Checker(SCHEMAS).check(function.example)

    assert checked.problems == ()
    assert function.name in function.example


def test_a_function_is_listed_once_in_each_of_its_forms() -> None:
    forms = [(function.name, function.kind) for function in catalogue_of_functions()]

    assert len(forms) == len(set(forms))

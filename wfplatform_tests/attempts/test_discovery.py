"""Finding and loading plugins."""

from dataclasses import replace
from importlib import metadata
from typing import Any

import pytest

from wfplatform.attempts.discovery import Origin, discover
from wfplatform.attempts.implementations import Implementations
from wfplatform.builtin.flow import FAIL
from wfplatform.kernel.errors import Misconfigured
from wfplatform_tests.attempts import plugs
from wfplatform_tests.attempts.workshop import A_DESCRIPTOR


class _Distribution(metadata.Distribution):
    """A distribution that is not installed anywhere."""

    def __init__(self, name: str, version: str) -> None:
        self._text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"

    def read_text(self, filename: str) -> str | None:
        return self._text if filename == "METADATA" else None

    def locate_file(self, path: object) -> Any:
        raise FileNotFoundError(path)


def _point(name: str, value: str, distribution: str = "acme-wf", version: str = "2.1") -> metadata.EntryPoint:
    point = metadata.EntryPoint(name, value, "wfplatform.activities")
    vars(point).update(dist=_Distribution(distribution, version))
    return point


GREET = _point("greet", "wfplatform_tests.attempts.plugs:GREET")


def test_an_entry_point_names_a_descriptor_or_several() -> None:
    found = discover([GREET, _point("more", "wfplatform_tests.attempts.plugs:MORE")])

    assert found.catalogue.types() == ["acme.bye@1", "acme.greet@1", "acme.wave@1"]
    assert found.origins["acme.greet@1"] == Origin("acme-wf", "2.1")
    assert found.problems == ()


def test_a_plugin_that_cannot_be_imported_breaks_only_itself() -> None:
    found = discover([_point("acme.crm@1", "wfplatform_tests.attempts.plugs_broken:CRM"), GREET])

    [problem] = found.problems
    assert found.catalogue.types() == ["acme.greet@1"]
    assert problem.code == "WF-PLG-003"
    assert problem.message == (
        "Plugin 'acme.crm@1' failed to load from distribution acme-wf 2.1: No module named 'no_such_module'."
    )
    assert problem.hint == "Install the package that has 'no_such_module', or uninstall acme-wf."


def test_an_entry_point_that_names_nothing_breaks_only_itself() -> None:
    found = discover([_point("gone", "wfplatform_tests.attempts.plugs:GONE"), GREET])

    assert [problem.code for problem in found.problems] == ["WF-PLG-003"]
    assert found.catalogue.types() == ["acme.greet@1"]


def test_what_is_no_descriptor_is_left_out_and_its_neighbours_are_kept() -> None:
    found = discover([_point("mixed", "wfplatform_tests.attempts.plugs:MIXED")])

    [problem] = found.problems
    assert problem.code == "WF-PLG-002"
    assert "holds a str, not a Descriptor" in problem.message
    assert found.catalogue.types() == ["acme.greet@1"]


def test_unsound_descriptors_are_left_out_with_the_reason() -> None:
    found = discover([_point("unsound", "wfplatform_tests.attempts.plugs:UNSOUND")])

    assert found.catalogue.types() == []
    assert [problem.code for problem in found.problems] == ["WF-PLG-004"] * 4
    told = "\n".join(problem.message for problem in found.problems)
    assert "its type 'Shouting.Name@1' is not area.verb@major" in told
    assert "its implementation 'no colon' is not package.module:name" in told
    assert "two of its ports have the same name" in told
    assert "both an instruction and an implementation" in told


def test_of_two_providers_ours_wins_then_the_first_by_name() -> None:
    ours = _point("greet", "wfplatform_tests.attempts.plugs:GREET", "wfplatform", "0.1.0")
    theirs = _point("greet", "wfplatform_tests.attempts.plugs:GREET", "aaa-wf", "1.0")

    found = discover([GREET, theirs, ours])

    assert found.origins["acme.greet@1"] == Origin("wfplatform", "0.1.0")
    assert [problem.code for problem in found.problems] == ["WF-PLG-001", "WF-PLG-001"]
    assert "of distribution aaa-wf 1.0 is left out: wfplatform 0.1.0 provides it already" in found.problems[0].message


def test_an_implementation_is_loaded_when_it_is_needed_and_once() -> None:
    implementations = Implementations()
    discover([GREET])
    before = plugs.loaded()

    first = implementations.load(plugs.GREET)
    second = implementations.load(plugs.GREET)

    assert not before
    assert plugs.loaded()
    assert first is second


def test_an_implementation_that_cannot_be_imported_says_who_provides_it() -> None:
    implementations = Implementations({A_DESCRIPTOR.type: Origin("acme-wf", "2.1")})

    with pytest.raises(Misconfigured) as failed:
        implementations.load(A_DESCRIPTOR)

    assert failed.value.code.id == "WF-PLG-005"
    assert "from distribution acme-wf 2.1 failed to load: No module named 'nowhere'" in failed.value.message


def test_an_implementation_that_cannot_be_called_is_refused() -> None:
    with pytest.raises(Misconfigured, match="cannot be called"):
        Implementations().load(replace(A_DESCRIPTOR, implementation="wfplatform_tests.attempts.plugs:MORE"))


def test_implementations_can_be_loaded_ahead_and_what_fails_is_told() -> None:
    problems = Implementations().preload([plugs.GREET, A_DESCRIPTOR, FAIL])

    assert [problem.code for problem in problems] == ["WF-PLG-005"]


async def test_closing_lets_go_of_what_an_implementation_holds() -> None:
    implementations = Implementations()
    loaded = implementations.load(replace(A_DESCRIPTOR, implementation="wfplatform_tests.attempts.plugs_greet:Holder"))

    await implementations.aclose()

    assert getattr(loaded.call, "closed", False)

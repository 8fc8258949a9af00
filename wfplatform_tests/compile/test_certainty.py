"""Which steps may be read without saying what stands for them: cases, and the rule against a simulation."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from wfplatform.kernel.codes import cmp
from wfplatform.kernel.json import JsonObject
from wfplatform_tests.chance import examples
from wfplatform_tests.documents import a_body, a_decision, a_document, codes, edges, findings, node

SKIPPED = cmp.MAY_BE_SKIPPED.id
NOT_BEFORE = cmp.NO_ANCESTOR.id


def reader(id: str = "n", *reads: str, **told: Any) -> JsonObject:
    """A node that reads the outputs of others."""
    return node(id, with_={"value": {read: f"${{{{ steps.{read}.output.x }}}}" for read in reads}}, **told)


def unsure(document: JsonObject) -> list[str]:
    """The codes of reads that are refused."""
    return [code for code in codes(document) if code in {SKIPPED, NOT_BEFORE}]


def test_what_every_way_passes_through_can_be_read() -> None:
    assert unsure(a_document("a", "b", reader("n", "a", "b"), edges=edges("a -> b -> n"))) == []


def test_parallel_branches_that_are_joined_can_both_be_read() -> None:
    ways = edges("s -> a -> n", "s -> b -> n")

    assert unsure(a_document("s", "a", "b", reader("n", "a", "b"), edges=ways)) == []


def test_a_join_for_the_first_branch_knows_neither() -> None:
    ways = edges("s -> a -> n", "s -> b -> n")

    found = unsure(a_document("s", "a", "b", reader("n", "s", "a", "b", join="any"), edges=ways))

    assert found == [SKIPPED, SKIPPED]


def test_a_branch_of_a_decision_may_be_skipped() -> None:
    ways = edges("d.yes -> a -> n", "d.no -> n")

    assert unsure(a_document(a_decision("d", "yes", default="no"), "a", reader("n", "a"), edges=ways)) == [SKIPPED]


def test_within_its_branch_a_step_is_certain() -> None:
    ways = edges("d.yes -> a -> n", "d.no -> b")

    assert unsure(a_document(a_decision("d", "yes", default="no"), "a", "b", reader("n", "a"), edges=ways)) == []


def test_where_both_branches_meet_a_step_runs_in_any_case() -> None:
    ways = edges("d.yes -> a -> meet", "d.no -> b -> meet", "s -> n", "meet -> n")

    document = a_document("s", a_decision("d", "yes", default="no"), "a", "b", "meet", reader("n", "meet"), edges=ways)

    assert unsure(document) == []


def test_a_default_or_a_check_makes_an_uncertain_read_right() -> None:
    ways = edges("d.yes -> a -> n", "d.no -> n")
    guarded = node(
        "n",
        with_={
            "value": [
                "${{ steps.a.?output.?x.orValue(0) }}",
                "${{ steps.a.status == 'completed' ? steps.a.output.x : 0 }}",
            ]
        },
    )

    assert unsure(a_document(a_decision("d", "yes", default="no"), "a", guarded, edges=ways)) == []


def test_the_status_of_an_uncertain_step_can_always_be_read() -> None:
    ways = edges("d.yes -> a -> n", "d.no -> n")
    asking = node("n", with_={"value": "${{ steps.a.status }} ${{ steps.a.port }}"})

    assert unsure(a_document(a_decision("d", "yes", default="no"), "a", asking, edges=ways)) == []


def test_a_step_that_failed_has_an_error_and_no_output() -> None:
    handler = node("n", with_={"value": ["${{ steps.a.error.code }}", "${{ error.code }}", "${{ steps.a.output.x }}"]})

    assert unsure(a_document("a", handler, edges=edges("a.error -> n"))) == [SKIPPED]


def test_a_step_that_may_go_on_without_output_is_not_certain() -> None:
    for policy, expected in (
        ({"on_error": "skip"}, [SKIPPED]),
        ({"on_error": "continue"}, [SKIPPED]),
        ({"on_error": "continue", "on_error_output": {"x": 0}}, []),
        ({"on_error": "escalate"}, []),
    ):
        assert unsure(a_document(node("a", **policy), reader("n", "a"), edges=edges("a -> n"))) == expected, policy


def test_a_node_beside_is_not_before() -> None:
    assert unsure(a_document("s", "a", reader("n", "a"), edges=edges("s -> a", "s -> n"))) == [NOT_BEFORE]


def test_a_node_cannot_read_itself_but_its_compensation_can() -> None:
    undo = {"type": "test.idempotent@1", "with": {"value": "${{ steps.n.output.id }}"}}

    assert unsure(a_document(reader("n", "n"))) == [NOT_BEFORE]
    assert unsure(a_document(node("n", compensate=undo))) == []


def test_a_body_sees_what_is_before_its_container_and_nothing_inside_others() -> None:
    each = node(
        "each",
        "flow.foreach@1",
        with_={"items": "input"},
        bodies={
            "body": a_body(
                "one", reader("two", "one", "before"), edges=edges("one -> two"), output="${{ steps.two.output }}"
            )
        },
    )

    assert unsure(a_document("before", each, edges=edges("before -> each"))) == []
    assert unsure(a_document("before", each, reader("n", "one"), edges=edges("before -> each -> n"))) == [NOT_BEFORE]
    assert unsure(a_document(each, "before")) == [NOT_BEFORE]


def test_a_catch_does_not_see_the_body() -> None:
    guard = node("guard", "flow.try@1", bodies={"body": a_body("a"), "catch": a_body(reader("n", "a"))})

    assert unsure(a_document(guard)) == [NOT_BEFORE]


def test_at_the_end_only_what_runs_in_any_case_is_certain() -> None:
    def output(*reads: str) -> JsonObject:
        return {"value": {read: f"${{{{ steps.{read}.output.x }}}}" for read in reads}}

    d = a_decision("d", "yes", default="no")

    assert unsure(a_document("a", "b", edges=edges("a -> b"), output=output("a", "b"))) == []
    assert unsure(a_document(d, "a", edges=edges("d.yes -> a"), output=output("a"))) == [SKIPPED]
    assert (
        unsure(a_document(d, "a", "b", "m", edges=edges("d.yes -> a -> m", "d.no -> b -> m"), output=output("m"))) == []
    )
    assert unsure(a_document("a", "h", edges=edges("a.error -> h"), output=output("a"))) == [SKIPPED]
    assert unsure(a_document(node("a", "flow.fail@1", with_={"message": "x"}), "b", output=output("b"))) == []


# The rule must never call certain what is not: every claim is held against random runs of the design's semantics.


@st.composite
def graphs(draw: st.DrawFn) -> JsonObject:
    """A random graph without circles, in which every node reads all others, and the output as well."""
    size = draw(st.integers(2, 7))
    ids = [f"n{number}" for number in range(size)]
    ways: dict[tuple[str, str], None] = {}
    for target in range(1, size):
        for source in draw(st.lists(st.integers(0, target - 1), max_size=3)):
            port = draw(st.sampled_from(["", "", ".other", ".error", ".expired"]))
            ways[ids[source] + port, ids[target]] = None
    with_error = {source.removesuffix(".error") for source, _ in ways if source.endswith(".error")}
    nodes = [
        reader(
            name,
            *(other for other in ids if other != name),
            join=draw(st.sampled_from(["settled", "settled", "any", "all"])),
            on_error=draw(st.sampled_from(["fail", "fail", "fail", "skip", "continue"]))
            if name not in with_error
            else "fail",
        )
        | {"type": draw(st.sampled_from(["test.pure@1", "test.ports@1"]))}
        for name in ids
    ]
    simple = {one["id"] for one in nodes if one["type"] == "test.pure@1"}
    told = [
        {"from": source, "to": target}
        for source, target in ways
        if source.partition(".")[0] not in simple or source.partition(".")[2] in {"", "error"}
    ]
    output = {"value": {name: f"${{{{ steps.{name}.output.x }}}}" for name in ids}}
    return a_document(*nodes, edges=told, output=output)


class Simulation:
    """One random run of a graph, by the rules of the design and nothing else."""

    def __init__(self, document: JsonObject, chance: random.Random) -> None:
        self.nodes: dict[str, JsonObject] = {one["id"]: one for one in document["nodes"]}
        self.edges = [((way["from"] + ".out").split(".")[:2], way["to"]) for way in document["edges"]]
        self.chance = chance
        self.running: set[str] = set()
        self.taken: dict[str, str | None] = {}
        self.with_output: set[str] = set()
        self.failed = False

    def run(self, claims: dict[str, set[str]]) -> None:
        """Run to the end; asserts each claim when its node starts."""
        while not self.failed:
            choices = [("start", name) for name in self.nodes if self.is_new(name) and self.joined(name) is True]
            choices += [("skip", name) for name in self.nodes if self.is_new(name) and self.joined(name) is False]
            choices += [("end", name) for name in sorted(self.running)]
            if not choices:
                assert claims["end"] <= self.with_output, (claims["end"], self.with_output)
                return
            what, name = self.chance.choice(choices)
            if what == "start":
                assert claims[name] <= self.with_output, (name, claims[name], self.with_output)
                self.running.add(name)
            elif what == "skip":
                self.taken[name] = None
            else:
                self.end(name)

    def is_new(self, name: str) -> bool:
        return name not in self.running and name not in self.taken

    def joined(self, name: str) -> bool | None:
        incoming = [(source, port) for (source, port), target in self.edges if target == name]
        known = [self.taken[source] == port for source, port in incoming if source in self.taken]
        join = self.nodes[name]["join"]
        if not incoming or (join == "any" and any(known)):
            return True
        if join == "all" and not all(known):
            return False
        return any(known) if len(known) == len(incoming) else None

    def end(self, name: str) -> None:
        self.running.discard(name)
        told = self.nodes[name]
        edged = {port for (source, port), _ in self.edges if source == name}
        ports = ["out"] if told["type"] == "test.pure@1" else ["out", "other", "expired"]
        port = self.chance.choice([*ports, "error"])
        if port == "error" and told["on_error"] in {"skip", "continue"}:
            self.taken[name] = "out"
        elif port in {"error", "expired"} and port not in edged:
            self.failed = True
        else:
            self.taken[name] = port
            if port != "error":
                self.with_output.add(name)


def claimed(document: JsonObject) -> dict[str, set[str]]:
    """What the compiler takes for certain: for each node, and for the end, which others have an output."""
    ids = [one["id"] for one in document["nodes"]]
    claims = {name: set(ids) - {name} for name in ids} | {"end": set(ids)}
    for finding in findings(document):
        if finding.code in {SKIPPED, NOT_BEFORE}:
            parts = finding.pointer.split("/")
            claims["end" if parts[1] == "output" else ids[int(parts[2])]].discard(parts[-1])
    return claims


@given(graphs(), st.integers(0, 2**32))
@settings(max_examples=examples(300, 5_000))
def test_what_is_called_certain_is_so_in_every_run(document: JsonObject, seed: int) -> None:
    claims = claimed(document)

    for number in range(8):
        Simulation(document, random.Random(seed + number)).run(claims)

"""What the compiler derives from a descriptor, once per catalogue: schemas, validators, ports, where expressions are.

Kept beside the catalogue and as long as it: making a JSON Schema from a config model costs more than compiling a node.
"""

from collections.abc import Mapping
from typing import Any, Final
from weakref import WeakKeyDictionary

from wfplatform.compile.masks import masked
from wfplatform.compile.schemas import Validator, places
from wfplatform.kernel.json import JsonObject
from wfplatform.model.loose import as_object
from wfplatform.plugins.descriptor import Catalogue, Descriptor, Effect, Instruction

CEL: Final = "cel"
Trie = dict[str, Any]
"""Where bare expressions stand: keys (`*` for every item) to further levels, or to `CEL`."""


class Activity:
    """A descriptor and what follows from it."""

    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor
        self.type = descriptor.type
        self.instruction: Instruction | None = descriptor.instruction
        self.config_schema: JsonObject = descriptor.config_schema()
        self.validator = Validator(self.config_schema)
        self.bare = _trie(self.config_schema)
        self.hash = descriptor.content_hash()
        self.mask = (*masked(self.config_schema, "/input"), *masked(descriptor.output_schema, "/output"))
        self.lanes = frozenset(lane.value for lane in descriptor.lanes)
        self.must_handle = tuple(port.name for port in descriptor.ports if port.must_handle)

    @property
    def performs(self) -> bool:
        """Whether attempts are made, at the end of which `defaults` apply: not an instruction, and not a wait."""
        return self.instruction is None and not self.descriptor.waits

    @property
    def attempts(self) -> bool:
        """Whether anything is attempted at all: secrets can be resolved then."""
        return self.instruction is None

    def effect_in(self, config: Mapping[str, Any]) -> Effect:
        """The effect class of a node with this `with`: the author's choice, where the descriptor leaves it.

        What cannot be told before it runs is taken for the most dangerous one.
        """
        if self.descriptor.effect_from is None:
            return self.descriptor.effect
        chosen: Any = {"with": config}
        for key in self.descriptor.effect_from.split("/")[1:]:
            chosen = as_object(chosen).get(key)
        if chosen is None or chosen == "auto":
            return self.descriptor.effect
        return Effect(chosen) if chosen in set(Effect) else Effect.ONCE

    def default_of(self, key: str) -> Any:
        """The default that the config's schema gives a key; None without one."""
        return as_object(as_object(self.config_schema.get("properties")).get(key)).get("default")


class Activities:
    """The activities of a catalogue, derived when they are first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        known = _DERIVED.get(catalogue)
        if known is None:
            known = _DERIVED[catalogue] = {}
        self._known = known

    def get(self, type: str) -> Activity | None:  # the document's word
        """The activity `area.verb@major`, or None."""
        found = self._known.get(type)
        if found is None:
            descriptor = self._catalogue.get(type)
            if descriptor is None:
                return None
            found = self._known[type] = Activity(descriptor)
        return found

    def newest(self, name: str) -> str | None:
        """The newest type of `area.verb`."""
        descriptor = self._catalogue.newest(name)
        return descriptor.type if descriptor is not None else None

    def types(self) -> list[str]:
        """All types that are known."""
        return self._catalogue.types()


_DERIVED: Final[WeakKeyDictionary[Catalogue, dict[str, Activity]]] = WeakKeyDictionary()


def _is_expression(schema: JsonObject) -> bool:
    return schema.get("format") == CEL


def _trie(schema: JsonObject) -> Trie:
    root: Trie = {}
    for path in places(schema, _is_expression):
        here = root
        for key in path[:-1]:
            here = as_object(here.setdefault(key, {}))
        if path:
            here[path[-1]] = CEL
    return root

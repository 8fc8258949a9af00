from collections.abc import Mapping, Sequence

from wfplatform.gateway.features.activities.ports import ConnectionName, Function
from wfplatform.kernel.codes.code import Code
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.json import JsonObject
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Catalogue, Descriptor

BROKEN = Code("WF-PLG-FAKE", "broken", "A plugin could not be loaded.", "Uninstall it.")


class _Values(Config):
    values: dict[str, str]


SET = Descriptor(name="data.set", major=1, title="Set values", category="Data", config=_Values)
SET_NEXT = Descriptor(name="data.set", major=2, title="Set values", category="Data", config=_Values)


class FakeActivities:
    def catalogue(self) -> Catalogue:
        return Catalogue.of(SET, SET_NEXT)

    def origins(self) -> Mapping[str, str]:
        return {"data.set@1": "wfplatform 0.1.0"}

    def problems(self) -> Sequence[Diagnostic]:
        return [finding(BROKEN, "Plugin 'acme.crm@1' failed to load.")]

    def triggers(self) -> Mapping[str, JsonObject]:
        return {"webhook@1": {"type": "object", "required": ["path"]}}

    def functions(self) -> Sequence[Function]:
        return [Function("size", "function", "size(list) -> integer", "How many.", "size(input.items)")]

    async def connections(self) -> Sequence[ConnectionName]:
        return [ConnectionName("shop", "http")]

"""Codes of finding and loading plugins."""

from typing import Final

from wfplatform.kernel.codes.code import Code

CLASH: Final = Code(
    "WF-PLG-001",
    "two distributions provide the same activity",
    "An activity type has one provider; ours comes first, then by name of the distribution. The others are left out.",
    "Uninstall one of the two distributions.",
)
NOT_A_DESCRIPTOR: Final = Code(
    "WF-PLG-002",
    "an entry point names no descriptor",
    "An entry point of the group wfplatform.activities names a Descriptor or an iterable of them.",
    "Report it to the author of the plugin.",
)
FAILED_TO_LOAD: Final = Code(
    "WF-PLG-003",
    "a plugin failed to load",
    "Importing the plugin's descriptors raised an error. Only its own activities are missing from the catalogue.",
    "Install what the message says is missing, or uninstall the distribution.",
)
UNSOUND: Final = Code(
    "WF-PLG-004",
    "a descriptor is unsound",
    "A descriptor contradicts itself: a malformed type, no implementation, a config without JSON Schema, or the like.",
    "Report it to the author of the plugin; check_activity of wfplatform.plugins.testing finds the same.",
)
IMPLEMENTATION: Final = Code(
    "WF-PLG-005",
    "an activity's implementation failed to load",
    "The descriptor was found, but the code it names could not be imported when the first attempt needed it.",
    "Install what the message says is missing, or uninstall the distribution.",
)

"""Descriptors for the tests of discovery."""

import sys
from dataclasses import replace

from wfplatform.plugins.descriptor import Instruction, Port
from wfplatform_tests.attempts.workshop import A_DESCRIPTOR

GREET = replace(A_DESCRIPTOR, name="acme.greet", implementation="wfplatform_tests.attempts.plugs_greet:greet")
MORE = [replace(GREET, name="acme.bye"), replace(GREET, name="acme.wave")]
MIXED = (GREET, "not a descriptor")
UNSOUND = (
    replace(GREET, name="Shouting.Name"),
    replace(GREET, implementation="no colon"),
    replace(GREET, ports=(Port("out"), Port("out"))),
    replace(GREET, instruction=Instruction.FAIL),
)


def loaded() -> bool:
    return "wfplatform_tests.attempts.plugs_greet" in sys.modules

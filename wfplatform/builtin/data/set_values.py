"""`data.set`: the expressions were evaluated before; what is left is to hand the value on."""

from wfplatform.builtin.data.descriptors import SetConfig
from wfplatform.plugins.activity import ActivityCall, ActivityResult, immediate


@immediate
def set_values(call: ActivityCall[SetConfig]) -> ActivityResult:
    """Answer with the values."""
    return ActivityResult(call.input.values)

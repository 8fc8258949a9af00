"""`log.write`."""

from wfplatform.builtin.log.descriptors import LogConfig
from wfplatform.plugins.activity import ActivityCall, ActivityResult, immediate


@immediate
def write(call: ActivityCall[LogConfig]) -> ActivityResult:
    """Write the line."""
    config = call.input
    call.log(config.message, level=config.level, fields=config.fields)
    return ActivityResult()

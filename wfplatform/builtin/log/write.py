"""`log.write`."""

from wfplatform.builtin.log.descriptors import LogConfig
from wfplatform.plugins.activity import ActivityCall, ActivityResult


async def write(call: ActivityCall[LogConfig]) -> ActivityResult:
    """Write the line."""
    config = call.input
    # One name, because fields are an author's: `level` or `message` among them would be taken for the arguments.
    if config.fields:
        call.log(config.message, level=config.level, fields=config.fields)
    else:
        call.log(config.message, level=config.level)
    return ActivityResult()

"""What `log.write` is."""

from typing import Final, Literal

from pydantic import Field

from wfplatform.kernel.json import Json
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor


class LogConfig(Config):
    """`with` of `log.write`."""

    message: str = Field(description="What to write.")
    level: Literal["debug", "info", "warning", "error"] = "info"
    fields: dict[str, Json] = Field(default_factory=dict[str, Json], description="Values to keep beside the message.")


WRITE: Final = Descriptor(
    name="log.write",
    major=1,
    title="Write to the log",
    category="Data",
    summary="Writes a line to the step's log.",
    icon="scroll-text",
    config=LogConfig,
    output_schema={"type": "null"},
    implementation="wfplatform.builtin.log.write:write",
    help="""\
Writes one line to this step's log; the output is null.

```json
{"message": "Order ${{ input.order_id }} is large", "level": "warning", "fields": {"total": "${{ input.total }}"}}
```

- A step's log holds 1 MB; secrets in it are masked.
- Inputs and outputs of steps are recorded anyway: log what is not in them.
""",
)

ACTIVITIES: Final = (WRITE,)

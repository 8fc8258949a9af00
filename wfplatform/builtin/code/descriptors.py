"""What `code.python` is."""

from typing import Final

from pydantic import Field

from wfplatform.kernel.json import Json
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor


class PythonConfig(Config):
    """`with` of `code.python`."""

    code: str = Field(
        min_length=1,
        max_length=65_536,
        description="Python; its last expression is the output.",
        json_schema_extra={"format": "python"},
    )
    inputs: dict[str, Json] = Field(default_factory=dict[str, Json], description="Names that the code finds defined.")
    seconds: float = Field(default=5.0, gt=0, le=60, description="How long it may compute.")
    memory_mb: int = Field(default=64, ge=1, le=512, description="How much memory it may take.")


_REMEDIES: Final = {
    "PYTHON-SYNTAX": "The message names the line that cannot be read.",
    "PYTHON-ERROR": (
        "The message names the line. Look at the input of the step: most often a key or a kind is other than "
        "the code thinks."
    ),
    "PYTHON-OUTPUT": "Let the last line be a value that JSON knows: text, number, true, false, None, list or dict.",
    "LIMIT-TIME": "Let it compute less, or raise seconds.",
    "LIMIT-MEMORY": "Let it hold less at once, or raise memory_mb.",
}

PYTHON: Final = Descriptor(
    name="code.python",
    major=1,
    title="Python",
    category="Code",
    summary="Runs a piece of Python in a sandbox.",
    icon="code",
    config=PythonConfig,
    timeout="90s",
    implementation="wfplatform.builtin.code.python:RunPython",
    remedies=_REMEDIES,
    help="""\
Runs `code` with `inputs` as its names. The value of the **last expression** is the output.

```json
{"code": "total = sum(i['qty'] * i['price'] for i in items)\\n{'total': round(total, 2)}",
 "inputs": {"items": "${{ input.items }}"}}
```

- It is a sandbox, not all of Python: no files, network, environment or packages; of the standard library `json`, `re`,
  `math`, `datetime`, `random` and a few more; classes cannot inherit, and there is no `yield`.
- `print` goes to the step's log. The output must be JSON: no sets, no objects.
- Put data into `inputs`, never into the text of the code: `${{ }}` inside `code` would run what a stranger sent.
- `random` gives the same numbers in every attempt of a step.
""",
)

ACTIVITIES: Final = (PYTHON,)

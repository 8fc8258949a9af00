"""What `data.set`, `data.jq` and `data.validate` are."""

from typing import Final, Literal

from pydantic import Field

from wfplatform.kernel.json import Json
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor, Port


class SetConfig(Config):
    """`with` of `data.set`."""

    values: Json = Field(description="Any JSON; each ${{ expression }} in it is replaced by its value.")


class JqConfig(Config):
    """`with` of `data.jq`."""

    program: str = Field(
        min_length=1, max_length=16_384, description="A jq 1.7 program.", json_schema_extra={"format": "jq"}
    )
    input: Json = Field(default=None, description="What the program works on. Absent: the scope.")
    every: bool = Field(default=False, description="Give a list of all results instead of the first one.")


class ValidateConfig(Config):
    """`with` of `data.validate`."""

    json_schema: Json = Field(
        alias="schema",
        description="JSON Schema (2020-12 unless $schema says otherwise).",
        json_schema_extra={"format": "json-schema"},
    )
    data: Json = Field(description="What is checked.")
    on_invalid: Literal["fail", "port"] = Field(
        default="fail", description="`fail`: the step fails. `port`: it leaves by `invalid`, with the errors."
    )


SET: Final = Descriptor(
    name="data.set",
    major=1,
    title="Set values",
    category="Data",
    summary="Makes a value from constants and expressions.",
    icon="braces",
    config=SetConfig,
    implementation="wfplatform.builtin.data.set_values:set_values",
    help="""\
Works out `values` and gives it as the output.

```json
{"values": {"total": "${{ steps.price.output.total }}", "reason": "too large"}}
```

- A string that is one expression keeps the expression's type; an expression within a longer string becomes text.
- Use it to name an intermediate result, or to shape what a body or the workflow returns.
""",
)

JQ: Final = Descriptor(
    name="data.jq",
    major=1,
    title="Transform with jq",
    category="Data",
    summary="Runs a jq program over the execution's data.",
    icon="filter",
    config=JqConfig,
    scope=("input", "steps", "item", "index", "loop", "env", "error"),
    implementation="wfplatform.builtin.data.jq:transform",
    remedies={
        "JQ-PROGRAM": "The message is what jq says of the program.",
        "JQ-FAILED": "Look at the input of the step: the program wants what is not there, or is of another kind.",
        "LIMIT-TIME": "Let the program compute less.",
        "LIMIT-MEMORY": "Let the program hold less at once.",
    },
    help="""\
Runs a [jq](https://jqlang.org/manual/) program. Without `input`, the program reads the scope: `.input`,
`.steps.<id>.output`, `.env`, and inside bodies `.item`, `.index`, `.loop`.

```json
{"program": "{total: ([.input.items[] | .qty * .price] | add // 0)}"}
```

- The output is the program's **first** result, or null when there is none; `every: true` gives a list of all.
- It runs in a process of its own with 5 seconds and 256 MB, so a program without end fails the step (`LIMIT-TIME`).
- jq is told nothing of the machine: `env` and `$ENV` are empty, and `import` finds nothing.
- For a single field or a sum, an expression is quicker than a jq node.
""",
)

VALIDATE: Final = Descriptor(
    name="data.validate",
    major=1,
    title="Validate",
    category="Data",
    summary="Checks data against a JSON Schema.",
    icon="shield-check",
    config=ValidateConfig,
    ports=(Port("out", "valid"), Port("invalid", "invalid")),
    output_schema={
        "type": "object",
        "required": ["valid", "errors"],
        "properties": {
            "valid": {"type": "boolean"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["at", "message"],
                    "properties": {"at": {"type": "string"}, "message": {"type": "string"}},
                },
            },
        },
    },
    implementation="wfplatform.builtin.data.validate:validate",
    remedies={
        "INVALID-DATA": "The message names each place. Mend the data, or let on_invalid lead it another way.",
        "INVALID-SCHEMA": "The message says what is wrong in the schema.",
    },
    help="""\
Checks `data` against `schema`.

```json
{"schema": {"type": "object", "required": ["sku"]}, "data": "${{ steps.fetch.output.body }}", "on_invalid": "port"}
```

- With `on_invalid: fail` (the default) invalid data fails the step, with the first errors as its message.
- With `port` the step leaves by `invalid`; `errors` lists at most 100 of `{at, message}`, where `at` is a JSON Pointer.
- A `$ref` to a file or a web address is refused. `format` is an annotation, not a check.
""",
)

ACTIVITIES: Final = (SET, JQ, VALIDATE)

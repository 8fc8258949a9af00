"""What `db.query` and `db.execute` are, and what a connection of kind `postgres` holds."""

from typing import Final, Literal

from pydantic import Field

from wfplatform.builtin.db.remedies import REMEDIES
from wfplatform.kernel.json import Json
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor, Effect, RetryDefault

MOST_ROWS: Final = 50_000


class _SqlConfig(Config):
    sql: str = Field(
        min_length=1,
        max_length=65_536,
        description="One statement, with $1, $2, ... for the parameters.",
        json_schema_extra={"format": "sql"},
    )
    params: list[Json] = Field(default_factory=list[Json], max_length=1_000, description="Values for $1, $2, ...")
    row_limit: int = Field(default=1_000, ge=1, le=MOST_ROWS, description="The most rows that are read.")
    on_more: Literal["fail", "truncate"] = Field(default="fail", description="What more rows than that mean.")


class QueryConfig(_SqlConfig):
    """`with` of `db.query`."""


class ExecuteConfig(_SqlConfig):
    """`with` of `db.execute`."""

    effect: Literal["auto", "idempotent", "once"] = Field(
        default="auto", description="`idempotent`: running the statement twice leaves what running it once does."
    )


class PostgresSettings(Config):
    """`settings` of a connection of kind `postgres`; its secret is `password`. A host of `/...` is a socket folder."""

    host: str = Field(min_length=1)
    port: int = Field(default=5432, ge=1, le=65_535)
    database: str = Field(min_length=1)
    user: str = Field(min_length=1)
    ssl: Literal["disable", "prefer", "require", "verify-ca", "verify-full"] = "prefer"
    search_path: str | None = None
    max_connections: int = Field(default=10, ge=1, le=100, description="Per worker process.")


def _with_values(text: str) -> str:
    return text + _VALUES


_VALUES: Final = """\
- **Never build SQL from `${ }`**: write `$1` and put the value into `params`, or a stranger's input becomes SQL.
- Dates and times come as ISO 8601 texts and are given so; numerics are numbers; uuids are texts; bytea is base64;
  json and arrays are what they are.
"""

QUERY: Final = Descriptor(
    name="db.query",
    major=1,
    title="Query a database",
    category="Data stores",
    summary="Reads rows from PostgreSQL.",
    icon="database",
    config=QueryConfig,
    effect=Effect.IDEMPOTENT,
    timeout="30s",
    retry=RetryDefault(max_attempts=3),
    connection="postgres",
    connection_required=True,
    output_schema={
        "type": "object",
        "required": ["rows", "count", "truncated"],
        "properties": {
            "rows": {"type": "array", "items": {"type": "object"}},
            "count": {"type": "integer"},
            "truncated": {"type": "boolean"},
        },
    },
    implementation="wfplatform.builtin.db.query:Query",
    remedies=REMEDIES,
    help=_with_values("""\
Runs one statement in a read-only transaction. The output is `{rows, count, truncated}`, each row an object.

```json
{"sql": "select id, total from orders where customer = $1 and day >= $2",
 "params": ["${{ input.customer }}", "2026-01-01"]}
```

- More rows than `row_limit` fail the step, unless `on_more: truncate`. Two columns of one name need an alias.
- The statement is ended by the server when the attempt's time is up.
"""),
)

EXECUTE: Final = Descriptor(
    name="db.execute",
    major=1,
    title="Change a database",
    category="Data stores",
    summary="Runs a statement that changes a PostgreSQL database.",
    icon="database-zap",
    config=ExecuteConfig,
    effect=Effect.ONCE,
    effect_from="/with/effect",
    timeout="30s",
    connection="postgres",
    connection_required=True,
    output_schema={
        "type": "object",
        "required": ["affected", "rows", "truncated"],
        "properties": {
            "affected": {"type": "integer"},
            "rows": {"type": "array", "items": {"type": "object"}},
            "truncated": {"type": "boolean"},
        },
    },
    implementation="wfplatform.builtin.db.execute:Execute",
    remedies=REMEDIES,
    help=_with_values("""\
Runs one statement in a transaction of its own. The output is `{affected, rows, truncated}`; `rows` holds what
`RETURNING` gives.

```json
{"sql": "insert into payment (key, amount) values ($1, $2) on conflict (key) do nothing",
 "params": ["${{ execution.id }}", 12.5]}
```

- Its effect is `once`: when the connection breaks over the commit, the step becomes unknown and is not repeated by
  itself. Write the statement so that repeating does no harm (`on conflict do nothing`), and say `effect: idempotent`.
- An error of the database rolls the statement back.
"""),
)

ACTIVITIES: Final = (QUERY, EXECUTE)

"""What to do about what `db.query` and `db.execute` fail with."""

from typing import Final

REMEDIES: Final = {
    "DB-CONNECT": "Look at the address in the connection, and whether the server runs and lets this user in.",
    "DB-LOST": (
        "Nobody knows whether the change was made: look into the database, then answer the question that is open."
    ),
    "DB-CONNECTION": "Name a connection of kind postgres, and look at its address and its secrets.",
    "DB-PARAMETER": "Give params one value for each $1, $2, … of the statement, each of a kind that fits.",
    "DB-COLUMNS": "Give each column a name of its own, as in: select a.id as order_id.",
    "DB-TOO-MANY-ROWS": "Ask for fewer rows, raise row_limit, or let on_more truncate.",
    "DB-TIMEOUT": "Make the statement quicker (an index, fewer rows), or give the step more time.",
    "DB-ERROR": "The message is what PostgreSQL says of the statement: try it there with the same values.",
    "DB-*": "The code is PostgreSQL’s own, and the message says what it does not like in the statement.",
}

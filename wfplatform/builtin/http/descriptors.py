"""What `http.request` is, and what a connection of kind `http` holds."""

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from wfplatform.builtin.http.remedies import REMEDIES
from wfplatform.kernel.json import Json
from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor, Effect, RetryDefault

Status = Annotated[int, Field(ge=100, le=599)] | Annotated[str, Field(pattern="^[1-5]xx$")]
"""One status, or a class of them: `404`, `5xx`."""
Scalar = str | int | float | bool | None

SET_BY_US: Final = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"})
MOST_BYTES: Final = 4_000_000


class RequestConfig(Config):
    """`with` of `http.request`."""

    method: Literal["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: str = Field(min_length=1, max_length=8_192, description="Absolute, or relative to the connection's base_url.")
    query: dict[str, Scalar | list[Scalar]] = Field(
        default_factory=dict[str, Scalar | list[Scalar]], description="Parameters; null ones are left out."
    )
    headers: dict[str, str] = Field(default_factory=dict[str, str])
    json_body: Json = Field(default=None, alias="json", description="Sent as application/json.")
    form: dict[str, Scalar | list[Scalar]] | None = Field(
        default=None, description="Sent as application/x-www-form-urlencoded."
    )
    body: str | None = Field(default=None, description="Sent as it is; say what it is in Content-Type.")
    response: Literal["auto", "json", "text", "base64"] = Field(
        default="auto", description="How the body is read. `auto` goes by its Content-Type."
    )
    success: list[Status] = Field(default=["2xx"], min_length=1, description="Statuses that complete the step.")
    retry_on: list[Status] = Field(default=[408, 425, 429, "5xx"], description="Statuses that may be tried again.")
    follow_redirects: bool = Field(default=False, description="Follow up to 5 redirects; each is checked anew.")
    max_bytes: int = Field(default=2_000_000, ge=1, le=MOST_BYTES, description="The largest body that is read.")
    idempotency_header: str | None = Field(
        default="Idempotency-Key", pattern=r"^[A-Za-z][A-Za-z0-9-]*$", description="Carries the effect key; null: none."
    )
    effect: Literal["auto", "pure", "idempotent", "once"] = Field(
        default="auto",
        description="`once`: the server ignores the key, so an answer that got lost must be looked into.",
    )

    @model_validator(mode="after")
    def _one_body(self) -> "RequestConfig":
        given = [name for name, there in self._bodies() if there]
        if len(given) > 1:
            raise ValueError(f"only one of {' and '.join(given)} can be sent")
        if given and self.method in {"GET", "HEAD", "OPTIONS"}:
            raise ValueError(f"a {self.method} request carries no {given[0]}")
        ours = sorted(SET_BY_US.intersection(name.lower() for name in self.headers))
        if ours:
            raise ValueError(f"the header {ours[0]!r} is set by the client")
        return self

    def _bodies(self) -> tuple[tuple[str, bool], ...]:
        # A json of null is a body, too, when it was written.
        written = "json_body" in self.model_fields_set
        return (("json", written), ("form", self.form is not None), ("body", self.body is not None))


class HttpSettings(Config):
    """`settings` of a connection of kind `http`. Its `secrets`: see `auth`.

    `basic`: secret `password`. `bearer`: secret `token`. `header`: secret `value`, sent as `header`.
    `oauth2_client_credentials`: secret `client_secret`.
    """

    base_url: str = Field(pattern=r"^https?://[^/?#@]+[^?#]*$", description="No credentials, query or fragment in it.")
    auth: Literal["none", "basic", "bearer", "header", "oauth2_client_credentials"] = "none"
    username: str | None = None
    header: str = Field(default="X-Api-Key", pattern=r"^[A-Za-z][A-Za-z0-9-]*$")
    headers: dict[str, str] = Field(default_factory=dict[str, str], description="Sent with every request.")
    client_id: str | None = None
    token_url: str | None = Field(default=None, pattern=r"^https?://")
    scope: str | None = None
    egress_allow: list[str] = Field(
        default_factory=list[str], description="Private networks (CIDR) that this connection may reach."
    )

    @model_validator(mode="after")
    def _complete(self) -> "HttpSettings":
        needed = {"basic": ("username",), "oauth2_client_credentials": ("client_id", "token_url")}
        for name in needed.get(self.auth, ()):
            if not getattr(self, name):
                raise ValueError(f"auth {self.auth!r} needs {name!r}")
        return self


REQUEST: Final = Descriptor(
    name="http.request",
    major=1,
    title="HTTP request",
    category="Network",
    summary="Sends an HTTP request and gives the answer.",
    icon="globe",
    config=RequestConfig,
    effect=Effect.IDEMPOTENT,
    effect_from="/with/effect",
    timeout="30s",
    retry=RetryDefault(max_attempts=3),
    connection="http",
    output_schema={
        "type": "object",
        "required": ["status", "headers", "body"],
        "properties": {
            "status": {"type": "integer"},
            "headers": {"type": "object", "additionalProperties": {"type": "string"}},
            "body": {},
        },
    },
    implementation="wfplatform.builtin.http.request:HttpRequest",
    remedies=REMEDIES,
    help="""\
Sends one request. The output is `{status, headers, body}`; header names are in lower case, a JSON body is parsed.

```json
{"method": "POST", "url": "https://inventory.example/reserve", "json": "${{ input }}"}
```

- **Sign-in** belongs in a connection of kind `http` (basic, bearer, a header, OAuth 2 client credentials). With a
  connection, `url` is relative to its `base_url`, and may not lead anywhere else.
- **Failure**: a status outside `success` fails the step with the code `HTTP-<status>`; those in `retry_on` may be tried
  again, not before `Retry-After`.
- **Effect**: every attempt carries the same `Idempotency-Key`, so a repeated POST is one order to a server that honours
  it. To one that does not, say `effect: once`: an answer that got lost is then asked about instead of sent again.
- **Private networks** (localhost, 10.0.0.0/8, cloud metadata, ...) cannot be reached unless the installation or the
  connection allows it. Redirects are not followed unless `follow_redirects`.
- A body over `max_bytes` fails the step; what is not text comes as `{"base64": "..."}`.
""",
)

ACTIVITIES: Final = (REQUEST,)

"""The gateway as the command line sees it: one method an address, JSON in and out, problems as our errors."""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote, urlsplit

import httpx2

from wfplatform.cli.problems import error_of
from wfplatform.kernel.codes import cli
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.json import Json, JsonObject, NotJson, decode

API: Final = "/api/v1"
_SECONDS: Final = httpx2.Timeout(30.0, connect=3.0)
_STREAM_SECONDS: Final = httpx2.Timeout(60.0, connect=3.0)
"""A quiet stream gives a sign of life every 15 s."""
_TRIES: Final = 3
"""How often in a row a stream may break without having told anything."""
_YAML: Final = {"Content-Type": "application/yaml"}
_JSON: Final = {"Content-Type": "application/json"}


class Client:
    """A connection to one server. Use it as a context manager.

    Methods raise `Unavailable` when nothing answers, and the problem that the server tells as the error that it is.
    """

    def __init__(self, server: str) -> None:
        self.server = server.rstrip("/")
        # A proxy is for what lies outside; this machine is reached directly.
        is_near = (urlsplit(self.server).hostname or "") in ("localhost", "127.0.0.1", "::1")
        # Loading certificates takes longer than most answers, and plain HTTP has no use for them.
        is_secure = self.server.startswith("https:")
        self._http = httpx2.Client(base_url=self.server, timeout=_SECONDS, trust_env=not is_near, verify=is_secure)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def workflows(self, *, search: str | None, after: str | None, limit: int) -> JsonObject:
        """A page of workflows."""
        return self._get("/workflows", search=search, after=after, limit=limit)

    def workflow(self, name: str, version: str | None) -> JsonObject:
        """One version of a workflow, the current one without."""
        return self._get(f"/workflows/{_part(name)}" + (f"/versions/{_part(version)}" if version else ""))

    def versions(self, name: str) -> list[Json]:
        """All versions of a workflow, newest first."""
        return self._get(f"/workflows/{_part(name)}/versions")

    def compare_versions(self, name: str, before: str, after: str) -> JsonObject:
        """What differs between two versions."""
        return self._get(f"/workflows/{_part(name)}/diff", before=before, after=after)

    def roll_back(self, name: str, version: str, note: str | None) -> JsonObject:
        """Make an older version current."""
        return self._post(f"/workflows/{_part(name)}/rollback", {"version": version, "note": note})

    def export(self, name: str, *, format: str, version: str | None) -> str:
        """A document as text."""
        params = _given(format=format, version=version)
        return self._send("GET", f"/workflows/{_part(name)}/export", params=params).text

    def publish(self, text: bytes, *, is_yaml: bool, note: str | None) -> JsonObject:
        """Publish a document's text under the name that it has."""
        headers = _YAML if is_yaml else _JSON
        params = _given(note=note)
        return _value(self._send("POST", "/workflows/import", content=text, headers=headers, params=params))

    def hooks(self) -> JsonObject:
        """All published webhooks."""
        return self._get("/hooks")

    def start(self, workflow: str, body: JsonObject, *, key: str | None) -> JsonObject:
        """Start an execution."""
        headers = {"Idempotency-Key": key} if key else None
        return self._post(f"/workflows/{_part(workflow)}/executions", body, headers=headers)

    def executions(self, filters: Mapping[str, Any]) -> JsonObject:
        """A page of executions."""
        return self._get("/executions", **filters)

    def execution(self, id: str) -> JsonObject:
        """One execution as a whole."""
        return self._get(f"/executions/{_part(id)}")

    def timeline(self, id: str) -> JsonObject:
        """One execution step by step."""
        return self._get(f"/executions/{_part(id)}/timeline")

    def events(self, id: str, *, after: int, limit: int) -> JsonObject:
        """Events after a number."""
        return self._get(f"/executions/{_part(id)}/events", after=after, limit=limit)

    def logs(self, id: str, *, step: str | None, after: int, limit: int) -> JsonObject:
        """Lines after one."""
        return self._get(f"/executions/{_part(id)}/logs", step=step, after=after, limit=limit)

    def compare(self, id: str, other: str) -> JsonObject:
        """Two executions side by side."""
        return self._get(f"/executions/{_part(id)}/diff/{_part(other)}")

    def tell(self, id: str, what: str, body: JsonObject | None = None) -> JsonObject:
        """Tell it to `cancel`, `pause`, `resume` or `restart`."""
        return self._post(f"/executions/{_part(id)}/{what}", body)

    def resolve(self, id: str, step: str, body: JsonObject) -> JsonObject:
        """Answer the question that is open about a step."""
        return self._post(f"/executions/{_part(id)}/steps/{quote(step, safe='/')}/resolve", body)

    def follow(self, id: str, *, after: int) -> Iterator[JsonObject]:
        """The events of an execution after a number, as they happen, until it is over.

        A connection that breaks is made anew from the last event. Raises `Unavailable` when that is not possible.
        """
        broken, is_known = 0, False
        while broken <= _TRIES:
            try:
                for event, frame in self._stream(id, after):
                    if event == "end":
                        return
                    after, broken, is_known = frame["position"], 0, True
                    yield frame
                break  # it stopped without an end: a server that was shut down
            except httpx2.ConnectError as cause:
                raise _lost(id) if is_known else self._unreachable() from cause
            except httpx2.TransportError:
                broken += 1
        raise _lost(id)

    def _stream(self, id: str, after: int) -> Iterator[tuple[str, JsonObject]]:
        params = {"execution": id, "after": after}
        with self._http.stream(
            "GET", f"{API}/live", params=params, timeout=httpx2.Timeout(60.0, connect=3.0)
        ) as answer:
            if answer.is_error:
                answer.read()
                raise error_of(answer.status_code, answer.content)
            fields: dict[str, str] = {}
            for line in answer.iter_lines():
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif "event" in fields:
                    yield fields["event"], decode(fields["data"])
                    fields = {}

    def _get(self, path: str, **params: Any) -> Any:
        return _value(self._send("GET", path, params=_given(**params)))

    def _post(self, path: str, body: JsonObject | None, *, headers: Mapping[str, str] | None = None) -> JsonObject:
        return _value(self._send("POST", path, json=body, headers=headers))

    def _send(self, method: str, path: str, **request: Any) -> httpx2.Response:
        try:
            answer = self._http.request(method, API + path, **request)
        except httpx2.ConnectError as cause:
            raise self._unreachable() from cause
        except (httpx2.TransportError, httpx2.InvalidURL) as cause:
            message = f"{self.server!r} did not answer: {type(cause).__name__}."
            raise Unavailable(cli.NO_SERVER, message) from cause
        if answer.is_error:
            raise error_of(answer.status_code, answer.content)
        return answer

    def _unreachable(self) -> Unavailable:
        return Unavailable(cli.NO_SERVER, f"Nothing answers at {self.server!r}.")


def _lost(id: str) -> Unavailable:
    return Unavailable(cli.STREAM_LOST, f"The server went away while {id!r} was followed.")


def _value(answer: httpx2.Response) -> Any:
    try:
        return decode(answer.content)
    except NotJson as cause:
        raise Unavailable(cli.STRANGE_ANSWER, "The server's answer is not JSON.") from cause


def _part(text: str) -> str:
    return quote(text, safe="")


def _given(**params: Any) -> dict[str, str | int | Sequence[str]]:
    return {name: value for name, value in params.items() if value is not None}

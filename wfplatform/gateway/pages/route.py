"""The last route: files of the build, and the application's page for whatever a person may have typed or bookmarked.

It stands aside (as if it were not there) for every address of the API and of others, for all methods but reading, and
for whoever does not ask for a page: those get the problem that they got before.
"""

from collections.abc import AsyncIterator, Iterable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from wfplatform.gateway.middleware.security_headers import PAGE_HEADERS
from wfplatform.gateway.pages.answers import answers
from wfplatform.gateway.pages.built import INDEX, Built, BuiltFile
from wfplatform.gateway.pages.not_built import NOT_BUILT
from wfplatform.gateway.pages.openings import NOTHING, Opening

TAKEN: Final = ("api", "hooks", "metrics", "healthz", "readyz")
"""First parts of addresses that are others'."""

_ASSETS: Final = "assets/"
_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_FIRST: Final = "no-cache"


class Pages(BaseRoute):
    """Serves the build; `path` is what metrics call all of it."""

    path = "/{page}"

    def __init__(self, built: Built | None = None, *, others: Iterable[str] = ()) -> None:
        """`others` are first parts of addresses that are served by somebody else here."""
        self._built = built or Built()
        self._taken = frozenset((*TAKEN, *others))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Full for a file of the build or a page, none otherwise."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return Match.NONE, {}
        path = scope["path"].lstrip("/")
        if path.split("/", 1)[0] in self._taken:
            return Match.NONE, {}
        is_served = self._built.file(path) is not None or _is_page(path, Headers(scope=scope))
        return (Match.FULL, {"endpoint": self, "route": self}) if is_served else (Match.NONE, {})

    def url_path_for(self, name: str, /, **path_params: object) -> NoMatchFound:  # pyright: ignore[reportIncompatibleMethodOverride]
        """No page has a name."""
        raise NoMatchFound(name, dict(path_params))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file, or with the page."""
        path = scope["path"].lstrip("/")
        found, opening = self._built.file(path), NOTHING
        if found is None:
            found, opening = self._built.file(INDEX), self._built.opening(scope["path"])
        if found is None:
            answer = _not_built()
        elif opening.gives:
            answer = _with_answers(found, opening, scope)
        else:
            answer = _answer(path, found, opening.link, Request(scope).headers)
        await answer(scope, receive, send)


def _is_page(path: str, headers: Headers) -> bool:
    # A name with a dot is a file: an old page that asks for a chunk of yesterday must get 404 and no HTML.
    last = path.rstrip("/").rsplit("/", 1)[-1]
    return "text/html" in headers.get("accept", "") and (path == "" or "." not in last)


def _answer(path: str, found: BuiltFile, link: str, asked: Headers) -> Response:
    encoding, content = found.best(asked.get("accept-encoding", ""))
    headers = {
        **PAGE_HEADERS,
        "Cache-Control": _FOREVER if path.startswith(_ASSETS) else _ASK_FIRST,
        "ETag": found.etag,
        "Vary": "Accept-Encoding",
        **({"Link": link} if link else {}),
    }
    if found.etag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Response(content, media_type=found.media_type, headers=headers)


def _with_answers(page: BuiltFile, opening: Opening, scope: Scope) -> Response:
    """The page, of which all but the end is sent at once; then what comes with it, which nobody may keep."""
    begin, end, rest = page.contents["identity"].partition(b"</body>")

    async def parts() -> AsyncIterator[bytes]:
        yield begin
        async for element in answers(scope["app"], scope, opening.gives):
            yield element
        yield end + rest

    headers = {**PAGE_HEADERS, "Cache-Control": "no-store", "Link": opening.link}
    return StreamingResponse(parts(), media_type=page.media_type, headers=headers)


def _not_built() -> Response:
    headers = {**PAGE_HEADERS, "Cache-Control": "no-store"}
    return Response(NOT_BUILT, status_code=503, media_type="text/html", headers=headers)

"""Finding the server that serves from this machine's data folder: it leaves its address in `server.json`."""

from pathlib import Path
from typing import Final

from wfplatform.kernel.codes import cli
from wfplatform.kernel.errors import Unavailable
from wfplatform.kernel.json import NotJson, decode

FILE: Final = "server.json"


def server_of(home: Path) -> str:
    """The address in `<home>/server.json`. Raises `Unavailable` when there is none, with what to do."""
    file = home / FILE
    try:
        url = decode(file.read_bytes())["url"]
    except FileNotFoundError as cause:
        raise Unavailable(cli.NO_SERVER, f"No server serves from {str(home)!r}.") from cause
    except (OSError, NotJson, KeyError, TypeError) as cause:
        raise Unavailable(cli.NO_SERVER, f"{str(file)!r} does not tell a server's address.") from cause
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise Unavailable(cli.NO_SERVER, f"{str(file)!r} does not tell a server's address.")
    return url

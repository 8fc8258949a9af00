"""What to do about what `http.request` fails with."""

from typing import Final

REMEDIES: Final = {
    "HTTP-CONNECT": "Look at the host and the port, and whether it runs. If it comes and goes, let the step try again.",
    "HTTP-LOST": (
        "Nobody knows whether the request was carried out: ask the other side, then answer the question that is open."
    ),
    "HTTP-REQUEST": "Look at the url, the headers and the body: as they stand, no request can be made of them.",
    "HTTP-EGRESS": (
        "The address may not be called from here. If it should be, name its network in egress_allow of the connection."
    ),
    "HTTP-REDIRECT": "Use the address that the redirect leads to in the end.",
    "HTTP-TOO-LARGE": "Ask for less at a time, or raise max_bytes.",
    "HTTP-BODY": "The answer is not what it says that it is: read it as text, or ask whoever serves it.",
    "HTTP-CONNECTION": "Look at the connection: its address, how it signs in, and the secrets that it needs.",
    "HTTP-OAUTH": "Look at the token address, the client and the secret of the connection.",
    "HTTP-401": "The other side does not know who asks: look at the secrets of the connection.",
    "HTTP-403": (
        "The other side knows who asks, and does not allow it: ask it for the right, or use another connection."
    ),
    "HTTP-404": "Nothing is there: look at the url, and at the values that came into it.",
    "HTTP-429": "The other side is asked too often: try again after a longer wait, or let fewer steps ask at once.",
    "HTTP-*": "The other side says why in its answer. If this status is a good one, add it to success.",
}

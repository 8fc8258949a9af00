"""Signatures as their senders make them: vectors that those publish, or that `openssl dgst -hmac` gave."""

import pytest

from wfplatform.gateway.features.hooks.ports import Signature
from wfplatform.gateway.features.hooks.signatures import HEADERS, problem_with

EVENT = b'{"id":"evt_1","amount":1999}'
SLACK_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
GITHUB = Signature(style="github", secret="s", header=HEADERS["github"])
STRIPE = Signature(style="stripe", secret="s", header=HEADERS["stripe"])
SLACK = Signature(style="slack", secret="s", header=HEADERS["slack"])
BY_OPENSSL = "472167c8a7b21ff122cbb5730b015b2f88159d1a16f158a6d99aa6606f32f6fe"
"""Of the time, a full stop, and the event."""
STRIPE_TIME, SLACK_TIME = 1_700_000_000, 1_531_420_618


def generic(**how: str) -> Signature:
    return Signature(**{"style": "generic", "secret": "s", "header": HEADERS["generic"]} | how)  # type: ignore[arg-type]


CASES = {
    "github": (
        GITHUB,
        "It's a Secret to Everybody",
        {"x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"},
        b"Hello, World!",
        0,
    ),
    "stripe": (
        STRIPE,
        "whsec_a-shared-secret",
        {"stripe-signature": f"t=1700000000,v1={BY_OPENSSL},v0=whatever"},
        EVENT,
        STRIPE_TIME,
    ),
    "stripe, while the secret is being changed": (
        STRIPE,
        "whsec_a-shared-secret",
        {"stripe-signature": f"t=1700000000,v1={'0' * 64},v1={BY_OPENSSL}"},
        EVENT,
        STRIPE_TIME + 299,
    ),
    "slack": (
        SLACK,
        "8f742231b10e8888abcd99yyyzzz85a5",
        {
            "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
            "x-slack-request-timestamp": "1531420618",
        },
        SLACK_BODY,
        SLACK_TIME,
    ),
    "generic": (
        generic(),
        "a shared secret",
        {"x-signature": "fdd19c101a1af6e2c02212a25d8efae6620855d192fa337ae7c78e4176690c5d"},
        EVENT,
        0,
    ),
    "generic, in capitals": (
        generic(),
        "a shared secret",
        {"x-signature": "FDD19C101A1AF6E2C02212A25D8EFAE6620855D192FA337AE7C78E4176690C5D"},
        EVENT,
        0,
    ),
    "generic with a prefix": (
        generic(algorithm="sha1", prefix="sha1="),
        "a shared secret",
        {"x-signature": "sha1=4c5d5c192c81f4f592b5d209b01d789d5197cbf6"},
        EVENT,
        0,
    ),
    "generic in base64": (
        generic(algorithm="sha512", encoding="base64", header="x-other"),
        "a shared secret",
        {"x-other": "SP/SH1x01XLfT10jUAwE3/yoygwkAmzedTjz+M2gq6g450blN0CmDgDQdRK+IuJ4V0SnAxDhuKx9ohjhxvoqkA=="},
        EVENT,
        0,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_its_sender_has_signed_is_believed(case: str) -> None:
    signature, secret, headers, body, now = CASES[case]

    assert problem_with(signature, secret, headers, body, now) is None


@pytest.mark.parametrize("case", CASES)
def test_another_body_another_secret_and_no_signature_are_refused(case: str) -> None:
    signature, secret, headers, body, now = CASES[case]

    assert problem_with(signature, secret, headers, body + b" ", now) is not None
    assert problem_with(signature, secret + "x", headers, body, now) is not None
    assert problem_with(signature, secret, headers | {signature.header: ""}, body, now) is not None
    assert problem_with(signature, secret, {}, body, now) is not None


@pytest.mark.parametrize("case", ["stripe", "slack"])
def test_a_time_too_far_away_is_refused_whatever_the_signature(case: str) -> None:
    signature, secret, headers, body, now = CASES[case]

    for later in (-301, 301):
        assert "more than 300 s away" in (problem_with(signature, secret, headers, body, now + later) or "")
    for later in (-300, 300):
        assert problem_with(signature, secret, headers, body, now + later) is None


@pytest.mark.parametrize("time", ["", "soon", "-1531420618", "1531420618.5", "\u0661\u0665", "9" * 40])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    _, secret, headers, body, now = CASES["slack"]

    slack = headers | {"x-slack-request-timestamp": time}
    stripe = {"stripe-signature": f"t={time},v1={'0' * 64}"}

    assert "no number" in (problem_with(SLACK, secret, slack, body, now) or "")
    assert "no number" in (problem_with(STRIPE, secret, stripe, body, now) or "")


@pytest.mark.parametrize("sent", ["sha256=", "sha256=\u00fcber", "757107ea", "sha1=757107ea", "sha256=" + "0" * 64])
def test_a_signature_of_another_shape_is_refused(sent: str) -> None:
    assert problem_with(GITHUB, "s3cret", {"x-hub-signature-256": sent}, b"Hello, World!", 0) is not None


def test_a_refusal_tells_neither_the_secret_nor_what_was_expected() -> None:
    signature, secret, headers, body, now = CASES["github"]

    told = problem_with(signature, secret, headers, body + b"!", now)

    assert told is not None
    assert secret not in told
    assert "757107" not in told

"""The implementation of `text.slug`."""

import re
import unicodedata
from typing import Final

from wfplatform.plugins.activity import ActivityCall, ActivityError, ActivityResult
from wfplatform_slug.descriptor import SlugConfig

_SPELLED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})


async def slug(call: ActivityCall[SlugConfig]) -> ActivityResult:
    """Answer with the name. Raises `ActivityError` (`SLUG-EMPTY`) when nothing is left of the text."""
    config = call.input
    composed = unicodedata.normalize("NFC", config.text).casefold().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    if not words:
        raise ActivityError("SLUG-EMPTY", "The text has no letter or digit to make a name of.")
    return ActivityResult(_joined(words, config.separator, config.max_length))


def _joined(words: list[str], separator: str, max_length: int) -> str:
    name = words[0][:max_length]
    for word in words[1:]:
        if len(name) + len(separator) + len(word) > max_length:
            break
        name += separator + word
    return name

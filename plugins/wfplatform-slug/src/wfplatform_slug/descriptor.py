"""What `text.slug` is. Imports no more than types, so that the palette and the compiler stay light."""

from typing import Final

from pydantic import Field

from wfplatform.plugins.config import Config
from wfplatform.plugins.descriptor import Descriptor


class SlugConfig(Config):
    """`with` of `text.slug`."""

    text: str = Field(description="What the name is made of.")
    separator: str = Field(default="-", pattern=r"^[-_.~]$", description="Stands between words.")
    max_length: int = Field(default=80, ge=1, le=255, description="Cut at a word's end where that is possible.")


SLUG: Final = Descriptor(
    name="text.slug",
    major=1,
    title="Slug",
    category="Text",
    summary="Makes a name that fits into a URL or a file name.",
    icon="link",
    config=SlugConfig,
    output_schema={"type": "string"},
    implementation="wfplatform_slug.slug:slug",
    help="""\
Makes a name of lower-case ASCII letters, digits and one separator; the output is that text.

```json
{"text": "Grüße aus ${{ input.city }}!", "max_length": 40}
```

- Letters with marks lose them (`é` becomes `e`); `ä ö ü ß æ ø` are spelled out; other scripts are left out.
- A text without any letter or digit fails the step with `SLUG-EMPTY`.
- Two texts may give the same name: it is no identifier.
""",
)

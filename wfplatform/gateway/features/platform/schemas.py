"""What the platform feature answers with."""

from pydantic import Field

from wfplatform.gateway.moments import Shown


class PlatformBody(Shown):
    """This installation."""

    version: str
    dagster: str | None = Field(description="The address below which Dagster's own UI is found; null while it is off.")

"""What the list of webhooks looks like."""

from pydantic import Field

from wfplatform.gateway.moments import Shown


class HookBody(Shown):
    """A published webhook."""

    workflow: str
    version: str
    trigger: str
    url: str = Field(description="Where it is called; parameters in braces.")
    methods: list[str]
    respond: str = Field(description="`accepted` or `result`.")
    signature: str | None = Field(default=None, description="The style in which requests have to be signed.")
    behind: str | None = Field(
        default=None, description="The workflow whose webhook has the same path and method, and is called instead."
    )


class HooksBody(Shown):
    """All of them."""

    items: list[HookBody]

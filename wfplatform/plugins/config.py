"""The base of config models: what a node's `with` must look like.

Unknown keys are refused: a key with a typing error would otherwise be a setting that silently does nothing.
"""

from pydantic import BaseModel, ConfigDict


class Config(BaseModel):
    """Closed and frozen. A field whose name is taken by pydantic (`json`, `schema`) gets an alias."""

    model_config = ConfigDict(extra="forbid", frozen=True)

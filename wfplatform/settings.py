"""Everything that is set from outside, in one record. Environment variables `WFPLATFORM_*` are the only source.

Secrets are not settings: they come from a `SecretsProvider`, and never stand here.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wfplatform.kernel.codes.sys import BAD_SETTING
from wfplatform.kernel.errors import Misconfigured

_PREFIX = "WFPLATFORM_"


class Settings(BaseModel):
    """One installation on one machine.

    `home` holds the embedded database and what belongs to this machine. `database_url` names a PostgreSQL 15 or newer
    elsewhere; without it the embedded one is used. Ports are on 127.0.0.1; 0 takes any that is free.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path | None = Field(default=None, description="Data folder; the user's own data folder when not given.")
    database_url: str | None = Field(default=None, description="postgresql://... of a server that is already there.")
    port: int = Field(default=8780, ge=0, le=65535, description="The gateway: the HTTP API.")
    dagster_port: int = Field(default=8781, ge=0, le=65535, description="Dagster's own UI.")
    code_port: int = Field(default=8782, ge=0, le=65535, description="The code server (gRPC).")
    shop_port: int = Field(default=8790, ge=0, le=65535, description="The small world that the examples call.")
    warm_workers: int = Field(default=2, ge=1, le=64, description="Run workers that are kept ready.")
    lease_seconds: float = Field(default=3.0, gt=0, description="A silent process is taken for dead after this.")
    secrets_file: Path | None = Field(default=None, description="File of secrets, readable by its owner only.")
    connections_file: Path | None = Field(default=None, description="YAML file of connections.")
    failing_share: float = Field(
        default=0.0, ge=0, le=1, description="Share of failures past which a minute of an express workflow is failing."
    )
    retention_days: int | None = Field(
        default=None, ge=1, le=36_500, description="Days that histories are kept; for ever when not given."
    )
    export_folder: Path | None = Field(
        default=None, description="Where days are exported before they go; `exports` in the data folder when not given."
    )
    hosts: str = Field(default="", description="Further host names that the gateway is reached by, by comma.")
    embedded_lane: bool = Field(default=True, description="The gateway's process also hosts the express lane.")
    express_workers: int = Field(
        default=0, ge=0, le=64, description="Processes beside the gateway's that host the express lane."
    )
    hooks_port: int | None = Field(
        default=None, ge=1, le=65535, description="Where express workers take webhooks too; nowhere when not given."
    )
    queue_bound: int = Field(
        default=10_000, ge=1, description="Executions queued in a lane above which webhooks are told to come later."
    )
    egress_allow: str = Field(default="", description="Private networks that activities may call, as CIDRs, by comma.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: object) -> Self:
        """Read the environment; `given` wins over it. Raises `Misconfigured` naming the variable."""
        found = os.environ if environment is None else environment
        values: dict[str, object] = {
            name: found[_PREFIX + name.upper()] for name in cls.model_fields if found.get(_PREFIX + name.upper())
        }
        values |= {name: value for name, value in given.items() if value is not None}
        try:
            return cls.model_validate(values)
        except ValidationError as wrong:
            first = wrong.errors()[0]
            name = _PREFIX + "_".join(str(part) for part in first["loc"]).upper()
            raise Misconfigured(BAD_SETTING, f"{name} cannot be used: {first['msg']}.") from wrong

    @property
    def host_names(self) -> tuple[str, ...]:
        """`hosts` as a tuple."""
        return tuple(part.strip() for part in self.hosts.split(",") if part.strip())

    @property
    def egress_networks(self) -> tuple[str, ...]:
        """`egress_allow` as a tuple."""
        return tuple(part.strip() for part in self.egress_allow.split(",") if part.strip())

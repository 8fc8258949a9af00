"""Where the code location is: what `workspace.yaml`, the code server and the runs that we create must agree on.

Dagster's UI joins a run to its job by the origin stored with the run, so that runs created by us carry exactly the
origin that the workspace gives to the location.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from dagster._core.code_pointer import CodePointer, FileCodePointer, ModuleCodePointer
from dagster._core.origin import (
    DEFAULT_DAGSTER_ENTRY_POINT,
    JobPythonOrigin,
    RepositoryPythonOrigin,
)
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from wfplatform.dagster_bridge import names


@dataclass(frozen=True)
class CodeLocation:
    """A code server and what it serves: a function `attribute` of `module` (or of `python_file`).

    `container_image` and `container_context` are for runs in Kubernetes, as Dagster's own code servers have them.
    """

    host: str = "127.0.0.1"
    port: int = 4266
    name: str = "wfplatform"
    module: str | None = "definitions.definitions"
    python_file: str | None = None
    attribute: str = "repository"
    working_directory: str | None = None
    repository: str = names.REPOSITORY
    container_image: str | None = None
    container_context: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def workspace_yaml(self) -> str:
        """The file that Dagster's CLI, webserver and daemon find the location by."""
        server = {"host": self.host, "port": self.port, "location_name": self.name}
        return yaml.safe_dump({"load_from": [{"grpc_server": server}]}, sort_keys=False)

    def target(self) -> LoadableTargetOrigin:
        """What the code server loads."""
        return LoadableTargetOrigin(
            executable_path=sys.executable,
            python_file=self.python_file,
            module_name=None if self.python_file else self.module,
            working_directory=self._directory,
            attribute=self.attribute,
        )

    def pointer(self) -> CodePointer:
        """What a run worker loads."""
        if self.python_file:
            return FileCodePointer(self.python_file, self.attribute, self._directory)
        return ModuleCodePointer(self.module or "", self.attribute, self._directory)

    def code_origin(self, job: str) -> JobPythonOrigin:
        """How a run's worker finds the job."""
        repository = RepositoryPythonOrigin(
            executable_path=sys.executable,
            code_pointer=self.pointer(),
            container_image=self.container_image,
            entry_point=DEFAULT_DAGSTER_ENTRY_POINT,
            container_context=self.container_context,
        )
        return JobPythonOrigin(job, repository)

    def remote_origin(self, job: str) -> RemoteJobOrigin:
        """How Dagster's UI finds the job of a run."""
        server = GrpcServerCodeLocationOrigin(host=self.host, port=self.port, location_name=self.name)
        return RemoteJobOrigin(RemoteRepositoryOrigin(server, self.repository), job)

    @property
    def _directory(self) -> str:
        return self.working_directory or str(Path.cwd())

"""Where secrets and connections come from in this installation."""

import os

from wfplatform.attempts.connections import FileConnections, MappedConnections
from wfplatform.attempts.ports import Connections, SecretsProvider
from wfplatform.attempts.secrets import ChainedSecrets, EnvironmentSecrets, FileSecrets
from wfplatform.settings import Settings


def secrets_of(settings: Settings) -> SecretsProvider:
    """The environment first, then the file, if one is named."""
    providers: list[SecretsProvider] = [EnvironmentSecrets(os.environ)]
    if settings.secrets_file is not None:
        providers.append(FileSecrets(settings.secrets_file))
    return ChainedSecrets(providers)


def connections_of(settings: Settings) -> Connections:
    """The file, if one is named; otherwise there are none."""
    if settings.connections_file is not None:
        return FileConnections(settings.connections_file)
    return MappedConnections({})

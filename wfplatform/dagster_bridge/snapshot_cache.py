"""Job snapshots kept on the host's side, by their content's hash.

A webserver and a daemon fetch every job of a location again on each reload, the daemon also once a minute. The list of
references is cheap and names each snapshot by its hash, so that only jobs that changed need to be fetched. Replaces
one function of Dagster's that is not public; a contract test holds its shape.
"""

from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Final

from dagster._api import snapshot_repository
from dagster._core.errors import DagsterUserCodeProcessError
from dagster._core.remote_origin import RemoteRepositoryOrigin
from dagster._core.remote_representation.code_location import GrpcServerCodeLocation
from dagster._core.remote_representation.external_data import (
    JobRefSnap,
    RepositoryErrorSnap,
    RepositorySnap,
    extract_serialized_job_snap_from_serialized_job_data_snap,
)
from dagster._core.snap import JobSnap
from dagster._grpc.client import DagsterGrpcClient
from dagster._serdes import deserialize_value

KEEP: Final = 6_000
"""Snapshots kept; one of a small job is about 25 kB."""

_kept: "OrderedDict[str, JobSnap]" = OrderedDict()
_lock = Lock()


def install() -> None:
    """Put the cache in front of Dagster's fetching, in this process. Idempotent."""
    snapshot_repository.sync_get_external_repositories_data_grpc = fetch_repositories


def fetch_repositories(
    api_client: DagsterGrpcClient, code_location: GrpcServerCodeLocation, defer_snapshots: bool
) -> Mapping[str, tuple[RepositorySnap, Mapping[str, JobSnap]]]:
    """Fetch what a code server holds; the snapshots that are known already are not fetched again."""
    found: dict[str, tuple[RepositorySnap, Mapping[str, JobSnap]]] = {}
    for name in code_location.repository_names:
        origin = RemoteRepositoryOrigin(code_location.origin, name)
        told = deserialize_value(
            api_client.external_repository(remote_repository_origin=origin, defer_snapshots=defer_snapshots),
            (RepositorySnap, RepositoryErrorSnap),
        )
        if isinstance(told, RepositoryErrorSnap):
            text = told.error.to_string() if told.error else "The code server gave no reason."
            raise DagsterUserCodeProcessError(text, user_code_process_error_infos=[told.error] if told.error else [])
        snapshots: dict[str, JobSnap] = {}
        if not told.has_job_data():
            references = told.get_job_refs()

            def fetch(reference: JobRefSnap, origin: RemoteRepositoryOrigin = origin) -> JobSnap:
                return _snapshot(api_client, origin, reference.name, reference.snapshot_id)

            with ThreadPoolExecutor(max_workers=4) as fetching:
                fetched = fetching.map(fetch, references)
                snapshots = {reference.name: snap for reference, snap in zip(references, fetched, strict=True)}
        found[name] = (told, snapshots)
    return found


def _snapshot(client: DagsterGrpcClient, origin: RemoteRepositoryOrigin, job: str, snapshot_id: str) -> JobSnap:
    with _lock:
        kept = _kept.get(snapshot_id)
        if kept is not None:
            _kept.move_to_end(snapshot_id)
            return kept
    reply = client.external_job(origin, job)
    if not reply.serialized_job_data:
        message = f"The code server has no data for the job {job!r}: {reply.serialized_error or 'no reason given'}"
        raise DagsterUserCodeProcessError(message, user_code_process_error_infos=[])
    fetched = deserialize_value(
        extract_serialized_job_snap_from_serialized_job_data_snap(reply.serialized_job_data), JobSnap
    )
    with _lock:
        _kept[snapshot_id] = fetched
        while len(_kept) > KEEP:
            _kept.popitem(last=False)
    return fetched

"""What is said to the store when an execution comes into being. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from wfplatform.kernel.clock import Instant
from wfplatform.kernel.ids import DEFAULT_PROJECT, ExecutionId, PlanHash, ProjectId, WorkflowName


@dataclass(frozen=True, slots=True)
class SearchTime:
    """An instant as a search attribute, told apart from a number."""

    at: Instant


SearchValue = str | float | bool | SearchTime
"""A typed search attribute."""


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """Executions that are started once. `scope` is what the key is unique in: a workflow's name, a trigger, a step.

    `request_hash` is of the input: the same key with another hash is a conflict. Forgotten at `expires_at`.
    """

    scope: str
    key: str
    request_hash: bytes
    expires_at: Instant


@dataclass(frozen=True, slots=True)
class ConcurrencyLimit:
    """At most `limit` executions under way with the same `key` (which holds the workflow's name and its own key).

    `when_full`: `queue` (wait for a turn), `reject`, or `cancel_oldest`: the oldest is then told the command `cancel`.
    """

    key: str
    limit: int
    when_full: str = "queue"
    cancel: bytes = b""


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """A new execution. `start` is the command that begins it, kept in its inbox until somebody hosts it.

    `root` is the first execution of its family (itself, unless it is a child or a restart); `priority` 1 to 5, 1 first;
    `not_before` delays it. `trigger` and `started_by` are for people.
    """

    execution: ExecutionId
    workflow: WorkflowName
    plan: PlanHash
    lane: str
    at: Instant
    start: bytes
    project: ProjectId = DEFAULT_PROJECT
    version: str | None = None
    mode: str = "live"
    queue: str = "default"
    priority: int = 3
    root: ExecutionId | None = None
    parent: ExecutionId | None = None
    restart_of: ExecutionId | None = None
    trigger: str | None = None
    started_by: str | None = None
    not_before: Instant | None = None
    key: IdempotencyKey | None = None
    concurrency: ConcurrencyLimit | None = None
    search: Mapping[str, SearchValue] | None = None


class Admitted(msgspec.Struct, frozen=True):
    """The execution that answers the request. `created` is false when the key has brought it into being before."""

    execution: ExecutionId
    created: bool

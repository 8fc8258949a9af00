"""What the overview feature answers with."""

from wfplatform.gateway.moments import Moment, Shown


class BucketBody(Shown):
    """What ended from `since` on and before the next one, by status."""

    since: Moment
    ended: dict[str, int]


class WorkflowNumbersBody(Shown):
    """One workflow: `live` by status as of now, `ended` by status within the window."""

    workflow: str
    live: dict[str, int]
    ended: dict[str, int]
    p50_ms: float | None
    p95_ms: float | None
    last_failed_at: Moment | None


class OverviewBody(Shown):
    """The window and what was counted in it. Executions that are no `live` ones are not counted."""

    since: Moment
    until: Moment
    live: dict[str, int]
    ended: dict[str, int]
    p50_ms: float | None
    p95_ms: float | None
    buckets: list[BucketBody]
    workflows: list[WorkflowNumbersBody]


class RecentBody(Shown):
    """One of the last executions of a workflow."""

    id: str
    workflow: str
    status: str
    created_at: Moment
    finished_at: Moment | None

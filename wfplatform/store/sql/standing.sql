-- Whether an execution is parked, and how many of these inbox rows are not consumed.
SELECT live.state = 2 AS is_parked,
    (SELECT count(*) FROM inbox WHERE inbox.execution_id = $1 AND inbox.id = ANY ($2::uuid[]) AND NOT consumed) AS unread
FROM live_executions AS live WHERE live.execution_id = $1

-- Which workflow executions are of.
SELECT live.execution_id, live.workflow FROM live_executions AS live WHERE live.execution_id = ANY ($1::uuid[])
UNION ALL
SELECT ended.execution_id, ended.workflow
FROM executions AS ended WHERE ended.execution_id = ANY ($1::uuid[]) AND ended.day = ANY ($2::date[])

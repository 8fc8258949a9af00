-- What is known of executions beside their events, live or over.
SELECT execution_id, project_id, workflow, version, plan_hash, lane, mode, status, root_execution, parent_execution, attempts
FROM live_executions WHERE execution_id = ANY ($1::uuid[])
UNION ALL
SELECT execution_id, project_id, workflow, version, plan_hash, lane, mode, status, root_execution, parent_execution, 0
FROM executions WHERE execution_id = ANY ($1::uuid[]) AND day = ANY ($2::date[])

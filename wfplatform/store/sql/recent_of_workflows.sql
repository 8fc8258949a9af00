-- The last executions of each workflow, live and over: two short ordered reads a workflow.
SELECT asked.workflow, last.execution_id, last.status, last.created_at, last.finished_at
FROM unnest($2::text[]) AS asked (workflow)
CROSS JOIN LATERAL (
    SELECT * FROM (
        (SELECT execution_id, status, created_at, NULL::bigint AS finished_at FROM live_executions
            WHERE project_id = $1 AND workflow = asked.workflow AND mode = 'live' ORDER BY execution_id DESC LIMIT $3)
        UNION ALL
        (SELECT execution_id, status, created_at, finished_at FROM executions
            WHERE project_id = $1 AND workflow = asked.workflow AND mode = 'live'
            ORDER BY day DESC, execution_id DESC LIMIT $3)
    ) AS either ORDER BY execution_id DESC LIMIT $3
) AS last

-- By workflow and status: what goes on now (whatever its age), and what ended in a window.
SELECT workflow, status, false AS is_over, count(*) AS n, NULL::bigint AS last_at
FROM live_executions WHERE project_id = $1 AND mode = 'live' GROUP BY 1, 2
UNION ALL
SELECT workflow, status, true, count(*), max(finished_at)
FROM executions WHERE project_id = $1 AND mode = 'live' AND finished_at >= $2 AND finished_at < $3 GROUP BY 1, 2
ORDER BY 1, 2

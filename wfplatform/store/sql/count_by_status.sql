-- How many stand how.
SELECT status, sum(n)::bigint AS n FROM (
    SELECT live.status, count(*) AS n FROM live_executions AS live
    WHERE live.project_id = $1 AND ($2::text IS NULL OR live.workflow = $2) GROUP BY 1
    UNION ALL
    SELECT ended.status, count(*) FROM executions AS ended
    WHERE ended.project_id = $1 AND ($2::text IS NULL OR ended.workflow = $2) AND ended.created_at >= $3 AND ended.day >= $4
    GROUP BY 1
) AS counted
GROUP BY 1

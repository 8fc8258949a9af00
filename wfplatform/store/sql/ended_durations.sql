-- Durations of what ended in a window, waiting included: of each workflow, and of all (workflow null).
SELECT workflow,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY finished_at - created_at) AS p50,
    percentile_disc(0.95) WITHIN GROUP (ORDER BY finished_at - created_at) AS p95
FROM executions
WHERE project_id = $1 AND mode = 'live' AND finished_at >= $2 AND finished_at < $3
GROUP BY GROUPING SETS ((workflow), ())
HAVING count(*) > 0

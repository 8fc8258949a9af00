-- What ended in a window, in parts of $4 microseconds as the clock has them, by how it ended.
SELECT (finished_at / $4 - $2 / $4)::integer AS number, status, count(*) AS n
FROM executions
WHERE project_id = $1 AND mode = 'live' AND finished_at >= $2 AND finished_at < $3
GROUP BY 1, 2
ORDER BY 1

-- What the workflows of a lane did from $2 until $3 (microseconds), by whole minutes; only what touches the world.
-- $4 and $5 bound the ids, which begin with the milliseconds of their making, and $6 and $7 the days, for what began.
WITH began AS (
    SELECT project_id, workflow, created_at / 60000000 AS minute FROM live_executions
    WHERE execution_id >= $4::uuid AND execution_id < $5::uuid AND lane = $1 AND mode = 'live'
    UNION ALL
    SELECT project_id, workflow, created_at / 60000000 FROM executions
    WHERE day BETWEEN $6::date AND $7::date AND execution_id >= $4::uuid AND execution_id < $5::uuid
        AND lane = $1 AND mode = 'live'
), ended AS MATERIALIZED (
    SELECT project_id, workflow, finished_at / 60000000 AS minute, status, error_code,
        (finished_at - coalesce(started_at, created_at)) / 1000.0::double precision AS ms
    FROM executions WHERE finished_at >= $2::bigint AND finished_at < $3::bigint AND lane = $1 AND mode = 'live'
), starts AS (
    SELECT project_id, workflow, minute, count(*) AS started FROM began GROUP BY 1, 2, 3
), ends AS (
    SELECT project_id, workflow, minute,
        count(*) FILTER (WHERE status = 'completed') AS completed,
        count(*) FILTER (WHERE status = 'failed' OR error_code IS NOT NULL) AS failed,
        count(*) FILTER (WHERE status NOT IN ('completed', 'failed') AND error_code IS NULL) AS cancelled,
        percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ms) AS ms
    FROM ended GROUP BY 1, 2, 3
), codes AS (
    SELECT project_id, workflow, minute, json_object_agg(code, n) AS failures
    FROM (
        SELECT project_id, workflow, minute, coalesce(error_code, 'unknown') AS code, count(*) AS n
        FROM ended WHERE status = 'failed' OR error_code IS NOT NULL GROUP BY 1, 2, 3, 4
    ) AS _ GROUP BY 1, 2, 3
), waits AS (
    SELECT project_id, workflow, count(*) AS waiting FROM live_executions
    WHERE status = 'waiting' AND lane = $1 AND mode = 'live' GROUP BY 1, 2
)
SELECT minute, project_id, workflow, coalesce(started, 0) AS started, coalesce(completed, 0) AS completed,
    coalesce(failed, 0) AS failed, coalesce(cancelled, 0) AS cancelled, coalesce(waiting, 0) AS waiting, ms,
    failures::text AS failures
FROM starts FULL JOIN ends USING (project_id, workflow, minute)
LEFT JOIN codes USING (project_id, workflow, minute)
LEFT JOIN waits USING (project_id, workflow)
ORDER BY minute, project_id, workflow

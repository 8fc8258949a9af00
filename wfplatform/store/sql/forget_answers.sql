WITH expired AS (
    SELECT project_id, key FROM step_answers WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM step_answers AS known USING expired
    WHERE (known.project_id, known.key) = (expired.project_id, expired.key)
    RETURNING 1
)
SELECT count(*) FROM gone

WITH expired AS (
    SELECT project_id, scope, key FROM idempotency_keys WHERE expires_at < $1 ORDER BY expires_at LIMIT $2
    FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM idempotency_keys AS known USING expired
    WHERE (known.project_id, known.scope, known.key) = (expired.project_id, expired.scope, expired.key)
    RETURNING 1
)
SELECT count(*) FROM gone

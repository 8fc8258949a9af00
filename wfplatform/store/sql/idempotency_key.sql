-- Who holds a key.
SELECT execution_id, request_hash, expires_at FROM idempotency_keys WHERE project_id = $1 AND scope = $2 AND key = $3

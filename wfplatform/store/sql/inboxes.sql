-- What was told to executions and is not consumed.
SELECT execution_id, id, at, payload FROM inbox
WHERE execution_id = ANY ($1::uuid[]) AND NOT consumed
ORDER BY n

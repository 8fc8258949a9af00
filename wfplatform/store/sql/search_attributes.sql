-- The search attributes of given executions.
SELECT execution_id, name, kind, text, number FROM search_attributes
WHERE execution_id = ANY ($1::uuid[]) AND day = ANY ($2::date[])
ORDER BY execution_id, name

UPDATE live_executions SET nudged = true, wake_at = CASE WHEN state = 2 THEN 0 ELSE wake_at END
WHERE execution_id = $1 RETURNING execution_id

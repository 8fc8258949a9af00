-- Whether there is such an execution, over or not.
SELECT execution_id FROM live_executions WHERE execution_id = $1
UNION ALL
SELECT execution_id FROM execution_events WHERE execution_id = $1 AND seq = 1

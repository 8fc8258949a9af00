-- One live execution, for whoever wants to take it.
SELECT state, project_id, owner_runtime, owner_epoch, concurrency_key, holds_slot
FROM live_executions WHERE execution_id = $1 FOR UPDATE

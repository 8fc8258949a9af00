SELECT lane, owner_runtime FROM live_executions WHERE execution_id = $1

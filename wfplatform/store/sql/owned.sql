-- What a runtime owns.
SELECT live.execution_id, live.project_id, live.workflow, live.plan_hash, live.lane, live.mode, live.status, live.last_seq,
    live.attempts
FROM live_executions AS live
WHERE live.state = 1 AND live.owner_runtime = $1 AND live.owner_epoch = $2

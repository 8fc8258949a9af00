-- Make a locked execution ours. An owner that died is counted; one that let go is not.
UPDATE live_executions AS live
SET attempts = CASE
        WHEN live.state = 1 AND (live.owner_runtime, live.owner_epoch) <> ($1, $2) THEN live.attempts + 1
        ELSE live.attempts END,
    state = 1, owner_runtime = $1, owner_epoch = $2, nudged = false, holds_slot = live.concurrency_key IS NOT NULL
WHERE live.execution_id = $3
RETURNING live.execution_id, live.project_id, live.workflow, live.plan_hash, live.lane, live.mode, live.status, live.last_seq,
    live.attempts

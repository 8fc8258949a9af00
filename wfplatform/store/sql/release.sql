-- Park an execution. What was told to it while it was owned makes it due at once.
UPDATE live_executions AS live
SET state = 2, owner_runtime = NULL, owner_epoch = NULL,
    wake_at = CASE WHEN live.nudged OR live.unread > 0 THEN 0 ELSE $4::bigint END
WHERE live.execution_id = $3 AND live.owner_runtime = $1 AND live.owner_epoch = $2
    AND EXISTS (SELECT FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live')
RETURNING live.execution_id

-- Park what dead owners left behind; it is due now.
WITH orphan AS MATERIALIZED (
    SELECT live.execution_id FROM runtimes AS owner JOIN live_executions AS live ON live.owner_runtime = owner.runtime_id
    WHERE live.state = 1 AND (owner.state <> 'live' OR live.owner_epoch <> owner.epoch) AND live.lane = $1
    LIMIT $2
    FOR UPDATE OF live SKIP LOCKED
), freed AS (
    UPDATE live_executions AS live
    SET state = 2, owner_runtime = NULL, owner_epoch = NULL, wake_at = 0, attempts = live.attempts + 1
    FROM orphan WHERE live.execution_id = orphan.execution_id
    RETURNING live.execution_id
)
SELECT count(*) FROM freed

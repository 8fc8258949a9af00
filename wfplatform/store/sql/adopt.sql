-- Take over what dead owners left behind, in the lane and the queues that this runtime serves.
WITH fence AS MATERIALIZED (
    SELECT runtime_id, epoch, lane, queues FROM runtimes
    WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE
), orphan AS MATERIALIZED (
    SELECT live.execution_id FROM fence, runtimes AS owner, live_executions AS live
    WHERE live.owner_runtime = owner.runtime_id AND live.state = 1
        AND (owner.state <> 'live' OR live.owner_epoch <> owner.epoch)
        AND live.lane = fence.lane AND live.queue = ANY (fence.queues)
        AND live.plan_hash <> ALL ($4::bytea[])
    LIMIT $3
    FOR UPDATE OF live SKIP LOCKED
)
UPDATE live_executions AS live
SET owner_runtime = $1, owner_epoch = $2, nudged = false, attempts = live.attempts + 1
FROM orphan WHERE live.execution_id = orphan.execution_id
RETURNING live.execution_id, live.project_id, live.workflow, live.plan_hash, live.lane, live.mode, live.status, live.last_seq,
    live.attempts

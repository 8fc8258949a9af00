-- Executions that nothing moves on: owned by a runtime that is gone; queued for a lane and queue that no live runtime
-- serves; or owned by a live one without an event, or anything to wait for, since $1.
SELECT live.execution_id, live.workflow, live.lane, live.queue, live.status, live.plan_hash, live.created_at, last.at AS last_at,
    live.state = 1 AND owner.runtime_id IS NOT NULL AS is_held,
    EXISTS (SELECT FROM runtimes AS server WHERE server.state = 'live' AND server.lease_until > clock_timestamp()
        AND server.lane = live.lane AND live.queue = ANY (server.queues)) AS is_served
FROM live_executions AS live
LEFT JOIN runtimes AS owner ON owner.runtime_id = live.owner_runtime AND owner.epoch = live.owner_epoch
    AND owner.state = 'live' AND owner.lease_until > clock_timestamp()
LEFT JOIN execution_events AS last
    ON last.execution_id = live.execution_id AND last.day = live.day AND last.seq = live.last_seq
WHERE live.status NOT IN ('stalled', 'paused') AND (
    (live.state = 1 AND owner.runtime_id IS NULL)
    OR (live.state = 1 AND live.wake_at IS NULL AND coalesce(last.at, live.created_at) < $1)
    -- What is offered to Dagster's queue is put off by ten seconds each time.
    OR (live.state = 0 AND live.wake_at <= $2::bigint + 90000000 AND live.created_at < $2)
    OR (live.state = 2 AND live.wake_at <= $2))
ORDER BY live.created_at
LIMIT $3

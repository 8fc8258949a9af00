-- Prolong a lease and look around, in one go: this is all that an idle process asks. No row when the lease is lost.
-- `somebody_died`: a runtime is to be declared dead, or has left executions behind. `next_at`: when the next execution of
-- the lane is due. `others_are_busy`: should their hosts die, somebody must notice soon.
WITH me AS (
    UPDATE runtimes SET lease_until = clock_timestamp() + $3 * interval '1 second', beat_at = clock_timestamp()
    WHERE runtime_id = $1 AND epoch = $2 AND state = 'live'
    RETURNING runtime_id, epoch, lane
)
SELECT
    EXISTS (
        SELECT FROM runtimes AS candidate
        WHERE candidate.state = 'live' AND candidate.runtime_id <> $1 AND (candidate.lease_until < clock_timestamp()
            OR (candidate.guarded AND candidate.beat_at < clock_timestamp() - interval '250 milliseconds'
                AND NOT EXISTS (
                    SELECT FROM pg_locks AS held
                    WHERE held.locktype = 'advisory' AND held.classid = 2003173378
                        AND held.objid = candidate.runtime_id::oid AND held.objsubid = 2 AND held.granted
                        AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()))))
    ) OR EXISTS (
        SELECT FROM runtimes AS gone JOIN live_executions AS live ON live.owner_runtime = gone.runtime_id
        WHERE gone.state = 'dead' AND live.state = 1 AND live.lane = me.lane
    ) AS somebody_died,
    (
        SELECT count(*)::integer FROM live_executions AS live
        WHERE live.state = 1 AND live.owner_runtime = $1 AND live.owner_epoch = $2
    ) AS owned,
    (
        SELECT min(first.wake_at) FROM (VALUES (0), (2)) AS held (state)
        CROSS JOIN unnest('{1,2,3,4,5}'::smallint[]) AS priority
        CROSS JOIN LATERAL (
            SELECT live.wake_at FROM live_executions AS live
            WHERE live.lane = me.lane AND live.state = held.state AND live.state <> 1 AND live.priority = priority
                AND live.wake_at IS NOT NULL
            ORDER BY live.wake_at LIMIT 1
        ) AS first
    ) AS next_at,
    EXISTS (SELECT FROM live_executions AS live WHERE live.state = 1 AND live.owner_runtime < $1)
        OR EXISTS (SELECT FROM live_executions AS live WHERE live.state = 1 AND live.owner_runtime > $1) AS others_are_busy
FROM me

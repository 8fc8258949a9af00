-- Declare dead whoever is not heard of. Raising the epoch waits for a batch in flight (it shares the row), so nothing
-- can be committed once this is done. A guard that is gone counts after a quarter of a second without a beat.
WITH dead AS (
    UPDATE runtimes AS runtime SET epoch = epoch + 1, state = 'dead'
    WHERE runtime_id IN (
        SELECT candidate.runtime_id FROM runtimes AS candidate
        WHERE candidate.state = 'live' AND (candidate.lease_until < clock_timestamp()
            OR (candidate.guarded AND candidate.beat_at < clock_timestamp() - interval '250 milliseconds'
                AND NOT EXISTS (
                    SELECT FROM pg_locks AS held
                    WHERE held.locktype = 'advisory' AND held.classid = 2003173378
                        AND held.objid = candidate.runtime_id::oid AND held.objsubid = 2 AND held.granted
                        AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()))))
        FOR UPDATE SKIP LOCKED
    )
    RETURNING runtime_id
), forgotten AS (
    DELETE FROM runtimes AS runtime
    WHERE state = 'dead' AND lease_until < clock_timestamp() - interval '1 day'
        AND NOT EXISTS (SELECT FROM live_executions AS live WHERE live.owner_runtime = runtime.runtime_id)
)
SELECT count(*) FROM dead

-- Become a runtime. The epoch rises, so that whoever bore the name before is fenced.
INSERT INTO runtimes AS known (name, epoch, state, lane, queues, build, host, lease_until)
VALUES ($1, 1, 'live', $3, $4, $2, $6, clock_timestamp() + $5 * interval '1 second')
ON CONFLICT (name) DO UPDATE SET epoch = known.epoch + 1, state = 'live', lane = excluded.lane, queues = excluded.queues,
    build = excluded.build, host = excluded.host, guarded = false, lease_until = excluded.lease_until,
    started_at = clock_timestamp(), beat_at = clock_timestamp()
RETURNING runtime_id, epoch

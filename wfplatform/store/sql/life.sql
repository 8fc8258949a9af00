-- What goes on in a lane: whether anything is hosted, and when the next one that is queued or parked is due.
-- Naming the priorities lets the index go straight to the first of each.
SELECT
    EXISTS (SELECT FROM live_executions AS live WHERE live.lane = $1 AND live.state = 1) AS is_hosted,
    (
        SELECT min(first.wake_at) FROM (VALUES (0), (2)) AS held (state)
        CROSS JOIN unnest('{1,2,3,4,5}'::smallint[]) AS priority
        CROSS JOIN LATERAL (
            SELECT live.wake_at FROM live_executions AS live
            WHERE live.lane = $1 AND live.state = held.state AND live.state <> 1 AND live.priority = priority
                AND live.wake_at IS NOT NULL
            ORDER BY live.wake_at LIMIT 1
        ) AS first
    ) AS next_at

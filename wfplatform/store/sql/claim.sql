-- Take what is due, most urgent first, skipping what others are taking and what has no slot in its concurrency budget.
WITH fence AS MATERIALIZED (
    SELECT runtime_id, epoch FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE
), parked AS MATERIALIZED (
    -- Naming the priorities lets the index go straight to what is due, past all that only waits.
    SELECT live.execution_id, live.project_id, live.priority, live.wake_at, NULL::text AS key
    FROM live_executions AS live
    WHERE EXISTS (SELECT FROM fence) AND live.lane = $3 AND live.state = 2 AND live.state <> 1
        AND live.priority = ANY ('{1,2,3,4,5}'::smallint[]) AND live.wake_at <= $5 AND live.queue = ANY ($4::text[])
        AND live.plan_hash <> ALL ($7::bytea[])
    ORDER BY live.priority, live.wake_at
    LIMIT $6
    FOR UPDATE OF live SKIP LOCKED
), queued AS MATERIALIZED (
    SELECT live.execution_id, live.project_id, live.priority, live.wake_at,
        CASE WHEN live.holds_slot THEN NULL ELSE live.concurrency_key END AS key
    FROM live_executions AS live
    WHERE EXISTS (SELECT FROM fence) AND live.lane = $3 AND live.state = 0 AND live.state <> 1
        AND live.wake_at <= $5 AND live.queue = ANY ($4::text[])
        AND live.plan_hash <> ALL ($7::bytea[])
        AND (live.concurrency_key IS NULL OR live.holds_slot OR NOT EXISTS (
            SELECT FROM concurrency_budgets AS budget
            WHERE budget.project_id = live.project_id AND budget.key = live.concurrency_key
                AND budget.used >= budget.capacity))
    ORDER BY live.priority, live.wake_at
    LIMIT greatest(0, $6 - (SELECT count(*) FROM parked))
    FOR UPDATE OF live SKIP LOCKED
), due AS MATERIALIZED (
    SELECT * FROM parked UNION ALL SELECT * FROM queued
), budget AS MATERIALIZED (
    SELECT budget.project_id, budget.key, budget.capacity - budget.used AS free
    FROM concurrency_budgets AS budget
    WHERE (budget.project_id, budget.key) IN (SELECT project_id, key FROM due WHERE key IS NOT NULL)
    ORDER BY 1, 2
    FOR UPDATE SKIP LOCKED
), ranked AS (
    SELECT due.*, row_number() OVER (PARTITION BY due.project_id, due.key ORDER BY due.priority, due.wake_at) AS rank
    FROM due
), taken AS MATERIALIZED (
    SELECT ranked.execution_id, ranked.project_id, ranked.key
    FROM ranked LEFT JOIN budget USING (project_id, key)
    WHERE ranked.key IS NULL OR ranked.rank <= budget.free
), spent AS (
    UPDATE concurrency_budgets AS budget SET used = budget.used + taken.n
    FROM (SELECT project_id, key, count(*)::integer AS n FROM taken WHERE key IS NOT NULL GROUP BY 1, 2) AS taken
    WHERE budget.project_id = taken.project_id AND budget.key = taken.key
)
UPDATE live_executions AS live
SET state = 1, owner_runtime = $1, owner_epoch = $2, nudged = false, holds_slot = live.concurrency_key IS NOT NULL
FROM taken WHERE live.execution_id = taken.execution_id
RETURNING live.execution_id, live.project_id, live.workflow, live.plan_hash, live.lane, live.mode, live.status, live.last_seq,
    live.attempts

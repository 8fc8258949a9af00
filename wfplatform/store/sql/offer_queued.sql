-- Queued executions that need a host, most urgent first; pushed back so that they are offered again when nobody comes.
WITH due AS MATERIALIZED (
    SELECT live.execution_id FROM live_executions AS live
    WHERE live.lane = $1 AND live.state = 0 AND live.state <> 1 AND live.wake_at <= $2
        AND (live.concurrency_key IS NULL OR live.holds_slot OR NOT EXISTS (
            SELECT FROM concurrency_budgets AS budget
            WHERE budget.project_id = live.project_id AND budget.key = live.concurrency_key
                AND budget.used >= budget.capacity))
    ORDER BY live.priority, live.wake_at
    LIMIT $3
    FOR UPDATE OF live SKIP LOCKED
)
UPDATE live_executions AS live SET wake_at = $4
FROM due WHERE live.execution_id = due.execution_id
RETURNING live.execution_id, live.project_id, live.workflow, live.version, live.plan_hash, live.priority,
    ARRAY(SELECT run.run_id FROM dagster_runs AS run WHERE run.execution_id = live.execution_id
        ORDER BY run.created_at, run.run_id) AS run_ids

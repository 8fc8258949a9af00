-- Parked executions that something moves now; pushed back so that they are offered again when nobody comes.
WITH due AS MATERIALIZED (
    SELECT live.execution_id FROM live_executions AS live
    WHERE live.lane = $1 AND live.state = 2 AND live.state <> 1
        AND live.priority = ANY ('{1,2,3,4,5}'::smallint[]) AND live.wake_at <= $2
    ORDER BY live.priority, live.wake_at
    LIMIT $3
    FOR UPDATE OF live SKIP LOCKED
)
UPDATE live_executions AS live SET wake_at = $4
FROM due WHERE live.execution_id = due.execution_id
RETURNING live.execution_id, live.project_id, live.workflow, live.version, live.plan_hash, live.priority,
    ARRAY(SELECT run.run_id FROM dagster_runs AS run WHERE run.execution_id = live.execution_id
        ORDER BY run.created_at, run.run_id) AS run_ids

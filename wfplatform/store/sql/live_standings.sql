-- How the executions of a lane stand that are not over.
SELECT live.execution_id, live.status, false AS is_over,
    EXISTS (SELECT FROM runtimes AS owner WHERE owner.runtime_id = live.owner_runtime AND owner.epoch = live.owner_epoch
            AND owner.state = 'live' AND owner.lease_until > clock_timestamp()) AS held,
    ARRAY(SELECT run.run_id FROM dagster_runs AS run WHERE run.execution_id = live.execution_id
        ORDER BY run.created_at, run.run_id) AS run_ids
FROM live_executions AS live WHERE live.lane = $1 AND ($2::uuid IS NULL OR live.execution_id > $2)
ORDER BY live.execution_id
LIMIT $3

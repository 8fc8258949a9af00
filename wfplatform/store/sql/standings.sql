-- How executions stand beside their Dagster runs.
SELECT live.execution_id, live.status, false AS is_over,
    EXISTS (SELECT FROM runtimes AS owner WHERE owner.runtime_id = live.owner_runtime AND owner.epoch = live.owner_epoch
            AND owner.state = 'live' AND owner.lease_until > clock_timestamp()) AS held,
    ARRAY(SELECT run.run_id FROM dagster_runs AS run WHERE run.execution_id = live.execution_id
        ORDER BY run.created_at, run.run_id) AS run_ids
FROM live_executions AS live WHERE live.execution_id = ANY ($1::uuid[])
UNION ALL
SELECT ended.execution_id, ended.status, true, false,
    ARRAY(SELECT run.run_id FROM dagster_runs AS run WHERE run.execution_id = ended.execution_id
        ORDER BY run.created_at, run.run_id) AS run_ids
FROM executions AS ended WHERE ended.execution_id = ANY ($1::uuid[]) AND ended.day = ANY ($2::date[])

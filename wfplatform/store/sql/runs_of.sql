SELECT run_id FROM dagster_runs WHERE execution_id = $1 ORDER BY created_at, run_id

INSERT INTO dagster_runs AS known (run_id, execution_id, created_at) VALUES ($1, $2, $3)
ON CONFLICT (run_id) DO UPDATE SET created_at = known.created_at
RETURNING execution_id

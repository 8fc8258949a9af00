SELECT execution_id FROM dagster_runs WHERE run_id = $1

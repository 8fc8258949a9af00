-- The budget of a key, made on first use; the newest limit counts.
INSERT INTO concurrency_budgets (project_id, key, capacity) VALUES ($1, $2, $3)
ON CONFLICT (project_id, key) DO UPDATE SET capacity = excluded.capacity

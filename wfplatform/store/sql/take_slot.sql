-- One slot, if one is free.
UPDATE concurrency_budgets SET used = used + 1 WHERE project_id = $1 AND key = $2 AND used < capacity RETURNING true

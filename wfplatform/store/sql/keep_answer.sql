INSERT INTO step_answers AS known (project_id, key, execution_id, step, at, expires_at, answer)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (project_id, key) DO UPDATE
    SET execution_id = excluded.execution_id, step = excluded.step, at = excluded.at, expires_at = excluded.expires_at,
        answer = excluded.answer
    WHERE known.expires_at <= $5

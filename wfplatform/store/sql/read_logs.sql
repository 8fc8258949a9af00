SELECT n, step, attempt, at, level, message, fields FROM step_logs
WHERE execution_id = $1 AND day = $2 AND n > $4 AND ($3::text IS NULL OR step = $3)
ORDER BY n
LIMIT $5

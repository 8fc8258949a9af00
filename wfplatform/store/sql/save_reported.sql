INSERT INTO reported_minutes VALUES ($1, $2)
ON CONFLICT (reporter) DO UPDATE SET minute = excluded.minute WHERE reported_minutes.minute < excluded.minute

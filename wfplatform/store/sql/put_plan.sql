INSERT INTO plans (plan_hash, body, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

INSERT INTO workflows (project_id, workflow, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

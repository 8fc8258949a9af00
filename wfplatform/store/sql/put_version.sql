INSERT INTO workflow_versions (project_id, workflow, major, minor, patch, plan_hash, lane, title, labels, document,
    published_at, published_by, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

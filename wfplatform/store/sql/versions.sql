SELECT project_id, workflow, major, minor, patch, plan_hash, lane, title, labels, published_at, published_by, note
FROM workflow_versions WHERE project_id = $1 AND workflow = $2
ORDER BY major DESC, minor DESC, patch DESC

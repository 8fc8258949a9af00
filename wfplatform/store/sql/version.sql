SELECT * FROM workflow_versions WHERE project_id = $1 AND workflow = $2 AND major = $3 AND minor = $4 AND patch = $5

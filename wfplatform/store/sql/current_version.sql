SELECT version.* FROM workflow_versions AS version
JOIN (SELECT * FROM catalog_revisions WHERE project_id = $1 AND workflow = $2 ORDER BY revision DESC LIMIT 1) AS latest
    USING (project_id, workflow, major, minor, patch)

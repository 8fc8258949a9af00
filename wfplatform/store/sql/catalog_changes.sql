SELECT revision, project_id, workflow, action, major, minor, patch, at, by, note FROM catalog_revisions
WHERE project_id = $1 AND ($2::text IS NULL OR workflow = $2)
ORDER BY revision DESC

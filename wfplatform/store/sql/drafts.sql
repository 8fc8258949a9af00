SELECT project_id, workflow, revision, '' AS document, updated_at, updated_by FROM drafts
WHERE project_id = $1 ORDER BY workflow

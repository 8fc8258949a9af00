SELECT project_id, workflow, revision, document, updated_at, updated_by FROM drafts
WHERE project_id = $1 AND workflow = $2

DELETE FROM drafts WHERE project_id = $1 AND workflow = $2 AND ($3::integer IS NULL OR revision = $3) RETURNING revision

-- Save over exactly the revision that was read; null: there must be none.
INSERT INTO drafts AS draft (project_id, workflow, revision, document, updated_at, updated_by)
SELECT $1, $2, 1, $3, $5, $6 WHERE $4::integer IS NULL OR EXISTS (
    SELECT FROM drafts WHERE project_id = $1 AND workflow = $2)
ON CONFLICT (project_id, workflow) DO UPDATE
    SET revision = draft.revision + 1, document = excluded.document, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
    WHERE draft.revision = $4
RETURNING revision

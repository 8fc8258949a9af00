-- A page of drafts, by name. No document is handed out for its title, but those that say U+0000, which the database's
-- own reading of JSON refuses.
SELECT project_id, workflow, revision, updated_at, updated_by,
    CASE WHEN strpos(document, '\u0000') = 0 AND json_typeof(document::json -> 'title') = 'string'
        THEN document::json ->> 'title' END AS title,
    CASE WHEN strpos(document, '\u0000') = 0 THEN '' ELSE document END AS document
FROM drafts
WHERE project_id = $1 AND ($2::text IS NULL OR workflow > $2)
ORDER BY workflow
LIMIT $3

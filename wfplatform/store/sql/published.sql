-- A page of what is published now, by name. No document is handed out for its description, but those that say U+0000,
-- which the database's own reading of JSON refuses.
SELECT version.project_id, version.workflow, version.major, version.minor, version.patch, version.plan_hash, version.lane,
    version.title, version.labels, version.published_at, version.published_by, version.note,
    CASE WHEN strpos(version.document, '\u0000') = 0 THEN version.document::json ->> 'description' END AS description,
    CASE WHEN strpos(version.document, '\u0000') = 0 THEN '' ELSE version.document END AS document
FROM (
    SELECT DISTINCT ON (workflow) * FROM catalog_revisions
    WHERE project_id = $1 AND ($3::text IS NULL OR workflow > $3)
    ORDER BY workflow, revision DESC
) AS latest
JOIN workflow_versions AS version USING (project_id, workflow, major, minor, patch)
WHERE $2::text IS NULL OR version.workflow ILIKE $2 OR version.title ILIKE $2
ORDER BY version.workflow
LIMIT $4

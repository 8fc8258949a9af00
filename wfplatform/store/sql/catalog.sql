-- What is published, now or at a revision.
SELECT latest.project_id, latest.workflow, latest.major, latest.minor, latest.patch, latest.plan_hash, latest.lane,
    latest.revision, version.title, version.labels
FROM (
    SELECT DISTINCT ON (project_id, workflow) * FROM catalog_revisions
    WHERE $1::bigint IS NULL OR revision <= $1
    ORDER BY project_id, workflow, revision DESC
) AS latest
JOIN workflow_versions AS version USING (project_id, workflow, major, minor, patch)
WHERE $2::text IS NULL OR latest.lane = $2
ORDER BY latest.project_id, latest.workflow

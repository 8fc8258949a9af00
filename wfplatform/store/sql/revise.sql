-- The next revision. The caller holds the catalog's lock, so the numbers have no gaps.
-- Whoever listens hears of it with the COMMIT, and never without it.
INSERT INTO catalog_revisions (revision, project_id, workflow, action, major, minor, patch, plan_hash, lane, at, by, note)
SELECT (SELECT coalesce(max(revision), 0) + 1 FROM catalog_revisions), $1, $2, $3, $4, $5, $6,
    version.plan_hash, version.lane, $7, $8, $9
FROM (SELECT) AS one
LEFT JOIN workflow_versions AS version
    ON version.project_id = $1 AND version.workflow = $2 AND (version.major, version.minor, version.patch) = ($4, $5, $6)
RETURNING revision, pg_notify('wf_catalog', '')

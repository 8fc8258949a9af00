-- The latest word on a workflow; without a version it is not published.
SELECT revision, major, minor, patch FROM catalog_revisions WHERE project_id = $1 AND workflow = $2
ORDER BY revision DESC LIMIT 1

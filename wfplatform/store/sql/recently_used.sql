-- Published workflows of a lane, the one whose last execution is newest first.
SELECT latest.project_id, latest.workflow
FROM (
    SELECT DISTINCT ON (project_id, workflow) * FROM catalog_revisions ORDER BY project_id, workflow, revision DESC
) AS latest
LEFT JOIN LATERAL (
    SELECT greatest(
        (SELECT max(live.created_at) FROM live_executions AS live
            WHERE live.project_id = latest.project_id AND live.workflow = latest.workflow),
        (SELECT ended.created_at FROM executions AS ended
            WHERE ended.project_id = latest.project_id AND ended.workflow = latest.workflow
            ORDER BY ended.day DESC, ended.execution_id DESC LIMIT 1)) AS at
) AS used ON true
WHERE latest.lane = $1 AND latest.major IS NOT NULL
ORDER BY used.at DESC NULLS LAST, latest.revision DESC
LIMIT $2

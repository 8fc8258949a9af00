-- Published workflows of a lane, the one that was last started or published first.
WITH under_way AS (
    SELECT project_id, workflow, max(created_at) AS at FROM live_executions GROUP BY 1, 2
)
SELECT latest.project_id, latest.workflow
FROM (
    SELECT DISTINCT ON (project_id, workflow) * FROM catalog_revisions ORDER BY project_id, workflow, revision DESC
) AS latest
LEFT JOIN under_way USING (project_id, workflow)
LEFT JOIN LATERAL (
    SELECT ended.created_at AS at FROM executions AS ended
    WHERE ended.project_id = latest.project_id AND ended.workflow = latest.workflow
    ORDER BY ended.day DESC, ended.execution_id DESC LIMIT 1
) AS over ON true
WHERE latest.lane = $1 AND latest.major IS NOT NULL
ORDER BY greatest(under_way.at, over.at, latest.at) DESC, latest.revision DESC
LIMIT $2

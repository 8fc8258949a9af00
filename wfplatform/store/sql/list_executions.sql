-- A page of executions, live and over, newest first: two ordered scans that stop at the limit. What says the text is
-- read once, ahead: names and titles are few, and to look the attributes of each execution up takes ten times as long.
WITH named AS MATERIALIZED (
    SELECT workflow FROM workflows WHERE project_id = $1 AND workflow ILIKE $10
    UNION
    SELECT workflow FROM workflow_versions WHERE project_id = $1 AND title ILIKE $10
), said AS MATERIALIZED (
    SELECT execution_id FROM search_attributes
    WHERE $10::text IS NOT NULL AND project_id = $1
        AND ($9::date IS NULL OR day >= $9) AND ($12::date IS NULL OR day <= $12)
        AND coalesce(text, number::text) ILIKE $10
)
(
    SELECT live.execution_id, live.day, live.project_id, live.workflow, live.version, live.plan_hash, live.lane, live.mode, live.queue, live.priority,
        live.status, live.created_at, live.started_at, NULL::bigint AS finished_at, live.last_seq, live.root_execution,
        live.parent_execution, live.restart_of, live.trigger, live.started_by, NULL::text AS error_code, NULL::text AS error_message, live.wake_at, live.attempts,
        live.owner_runtime, EXISTS (SELECT FROM runtimes AS owner WHERE owner.runtime_id = live.owner_runtime AND owner.epoch = live.owner_epoch
            AND owner.state = 'live' AND owner.lease_until > clock_timestamp()) AS held
    FROM live_executions AS live
    WHERE live.project_id = $1
        AND ($2::text IS NULL OR live.workflow = $2)
        AND ($3::text[] IS NULL OR live.status = ANY ($3))
        AND ($4::text IS NULL OR live.lane = $4)
        AND ($5::text IS NULL OR live.mode = $5)
        AND ($6::uuid IS NULL OR live.root_execution = $6)
        AND ($14::uuid IS NULL OR live.parent_execution = $14)
        AND ($7::bigint IS NULL OR live.created_at >= $7)
        AND ($8::bigint IS NULL OR live.created_at < $8)
        AND $15::bigint IS NULL
        AND ($9::date IS NULL OR live.day >= $9)
        AND ($11::uuid IS NULL OR live.execution_id < $11)
        AND ($12::date IS NULL OR live.day <= $12)
        AND ($10::text IS NULL OR live.workflow IN (SELECT workflow FROM named)
            -- A draft that was tried need not have been published.
            OR (live.version IS NULL AND live.workflow ILIKE $10)
            OR ($10 ~ '^%[0-9a-f-]+%$' AND live.execution_id::text LIKE $10)
            OR live.execution_id IN (SELECT execution_id FROM said))
    ORDER BY live.execution_id DESC
    LIMIT $13
)
UNION ALL
(
    SELECT ended.execution_id, ended.day, ended.project_id, ended.workflow, ended.version, ended.plan_hash, ended.lane, ended.mode, ended.queue, ended.priority,
        ended.status, ended.created_at, ended.started_at, ended.finished_at AS finished_at, ended.last_seq, ended.root_execution,
        ended.parent_execution, ended.restart_of, ended.trigger, ended.started_by, ended.error_code, ended.error_message, NULL::bigint AS wake_at, 0::smallint AS attempts,
        NULL::integer AS owner_runtime, false AS held
    FROM executions AS ended
    WHERE ended.project_id = $1
        AND ($2::text IS NULL OR ended.workflow = $2)
        AND ($3::text[] IS NULL OR ended.status = ANY ($3))
        AND ($4::text IS NULL OR ended.lane = $4)
        AND ($5::text IS NULL OR ended.mode = $5)
        AND ($6::uuid IS NULL OR ended.root_execution = $6)
        AND ($14::uuid IS NULL OR ended.parent_execution = $14)
        AND ($7::bigint IS NULL OR ended.created_at >= $7)
        AND ($8::bigint IS NULL OR ended.created_at < $8)
        AND ($15::bigint IS NULL OR ended.finished_at >= $15)
        AND ($9::date IS NULL OR ended.day >= $9)
        AND ($11::uuid IS NULL OR ended.execution_id < $11)
        AND ($12::date IS NULL OR ended.day <= $12)
        AND ($10::text IS NULL OR ended.workflow IN (SELECT workflow FROM named)
            -- A draft that was tried need not have been published.
            OR (ended.version IS NULL AND ended.workflow ILIKE $10)
            OR ($10 ~ '^%[0-9a-f-]+%$' AND ended.execution_id::text LIKE $10)
            OR ended.error_code ILIKE $10 OR ended.error_message ILIKE $10
            OR ended.execution_id IN (SELECT execution_id FROM said))
    ORDER BY ended.day DESC, ended.execution_id DESC
    LIMIT $13
)
ORDER BY execution_id DESC
LIMIT $13

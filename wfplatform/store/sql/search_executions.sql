-- The same with conditions on search attributes: their index leads, executions are looked up.
WITH condition AS MATERIALIZED (
    SELECT * FROM unnest($16::text[], $17::text[], $18::text[], $19::double precision[])
        AS _ (name, comparison, text, number)
), candidate AS (
    -- One branch a kind of comparison, so that each can use its index.
    SELECT attribute.execution_id, attribute.day
    FROM condition JOIN search_attributes AS attribute
        ON attribute.project_id = $1 AND attribute.name = condition.name AND attribute.text = condition.text
    WHERE condition.comparison = '='
    UNION ALL
    SELECT attribute.execution_id, attribute.day
    FROM condition JOIN search_attributes AS attribute
        ON attribute.project_id = $1 AND attribute.name = condition.name AND attribute.text >= condition.text
        AND starts_with(attribute.text, condition.text)
    WHERE condition.comparison = 'prefix'
    UNION ALL
    SELECT attribute.execution_id, attribute.day
    FROM condition JOIN search_attributes AS attribute
        ON attribute.project_id = $1 AND attribute.name = condition.name AND attribute.number = condition.number
    WHERE condition.comparison = '='
    UNION ALL
    SELECT attribute.execution_id, attribute.day
    FROM condition JOIN search_attributes AS attribute
        ON attribute.project_id = $1 AND attribute.name = condition.name AND attribute.number >= condition.number
        AND (attribute.number > condition.number OR condition.comparison = '>=')
    WHERE condition.comparison IN ('>', '>=')
    UNION ALL
    SELECT attribute.execution_id, attribute.day
    FROM condition JOIN search_attributes AS attribute
        ON attribute.project_id = $1 AND attribute.name = condition.name AND attribute.number <= condition.number
        AND (attribute.number < condition.number OR condition.comparison = '<=')
    WHERE condition.comparison IN ('<', '<=')
), matching AS MATERIALIZED (
    SELECT execution_id, day FROM candidate
    WHERE ($9::date IS NULL OR day >= $9) AND ($12::date IS NULL OR day <= $12)
    GROUP BY 1, 2
    HAVING count(*) = (SELECT count(*) FROM condition)
)
(
    SELECT live.execution_id, live.day, live.project_id, live.workflow, live.version, live.plan_hash, live.lane, live.mode, live.queue, live.priority,
        live.status, live.created_at, live.started_at, NULL::bigint AS finished_at, live.last_seq, live.root_execution,
        live.parent_execution, live.restart_of, live.trigger, live.started_by, NULL::text AS error_code, NULL::text AS error_message, live.wake_at, live.attempts,
        live.owner_runtime, EXISTS (SELECT FROM runtimes AS owner WHERE owner.runtime_id = live.owner_runtime AND owner.epoch = live.owner_epoch
            AND owner.state = 'live' AND owner.lease_until > clock_timestamp()) AS held
    FROM matching JOIN live_executions AS live USING (execution_id)
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
        AND ($10::text IS NULL OR live.workflow ILIKE $10
            OR live.workflow IN (SELECT titled.workflow FROM workflow_versions AS titled WHERE titled.project_id = $1 AND titled.title ILIKE $10)
            OR '%' || live.execution_id::text LIKE $10
            OR EXISTS (SELECT FROM search_attributes AS said WHERE said.execution_id = live.execution_id AND said.day = live.day
                AND coalesce(said.text, said.number::text) ILIKE $10))
)
UNION ALL
(
    SELECT ended.execution_id, ended.day, ended.project_id, ended.workflow, ended.version, ended.plan_hash, ended.lane, ended.mode, ended.queue, ended.priority,
        ended.status, ended.created_at, ended.started_at, ended.finished_at AS finished_at, ended.last_seq, ended.root_execution,
        ended.parent_execution, ended.restart_of, ended.trigger, ended.started_by, ended.error_code, ended.error_message, NULL::bigint AS wake_at, 0::smallint AS attempts,
        NULL::integer AS owner_runtime, false AS held
    FROM matching JOIN executions AS ended USING (day, execution_id)
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
        AND ($10::text IS NULL OR ended.workflow ILIKE $10
            OR ended.workflow IN (SELECT titled.workflow FROM workflow_versions AS titled WHERE titled.project_id = $1 AND titled.title ILIKE $10)
            OR '%' || ended.execution_id::text LIKE $10
            OR ended.error_code ILIKE $10 OR ended.error_message ILIKE $10
            OR EXISTS (SELECT FROM search_attributes AS said WHERE said.execution_id = ended.execution_id AND said.day = ended.day
                AND coalesce(said.text, said.number::text) ILIKE $10))
)
ORDER BY execution_id DESC
LIMIT $13

-- What `admit` does for executions that a runtime owns from the start, without a key, a search attribute or anything
-- large: most that come by a webhook. It takes less time than the whole statement.
WITH fence AS MATERIALIZED (
    SELECT runtime_id, epoch FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE
), wanted AS MATERIALIZED (
    SELECT start.*, project.organization_id, fence.runtime_id, fence.epoch FROM unnest(
        $3::uuid[], $4::date[], $5::uuid[], $6::text[], $7::text[], $8::bytea[], $9::text[], $10::text[], $11::text[],
        $12::smallint[], $13::uuid[], $14::uuid[], $15::uuid[], $16::text[], $17::text[], $18::text[], $19::bigint[],
        $20::bigint[], $21::bigint[], $22::integer[], $23::bigint[], $24::text[], $25::text[]
    ) AS start (execution_id, day, project_id, workflow, version, plan_hash, lane, mode, queue,
        priority, root_execution, parent_execution, restart_of, trigger, started_by, status, created_at,
        started_at, finished_at, last_seq, wake_at, error_code, error_message)
    JOIN projects AS project USING (project_id) CROSS JOIN fence
), begun AS (
    INSERT INTO live_executions (execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode,
        queue, priority, root_execution, parent_execution, restart_of, trigger, started_by, status, created_at, started_at,
        last_seq, state, owner_runtime, owner_epoch, wake_at, unread, holds_slot)
    SELECT execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode, queue, priority,
        root_execution, parent_execution, restart_of, trigger, started_by, status, created_at, started_at, last_seq,
        1, runtime_id, epoch, wake_at, 0, false
    FROM wanted WHERE finished_at IS NULL
    ON CONFLICT (execution_id) DO NOTHING
    RETURNING execution_id, day, project_id
), done AS (
    INSERT INTO executions
    SELECT execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode, queue, priority,
        root_execution, parent_execution, restart_of, trigger, started_by, status, created_at, started_at, finished_at,
        last_seq, error_code, error_message
    FROM wanted WHERE finished_at IS NOT NULL
    ON CONFLICT (day, execution_id) DO NOTHING
    RETURNING execution_id, day, project_id
), held AS MATERIALIZED (
    SELECT * FROM begun UNION ALL SELECT * FROM done
), history AS (
    INSERT INTO execution_events (execution_id, seq, day, project_id, kind, version, at, runtime_id, epoch, payload)
    SELECT held.execution_id, event.seq, held.day, held.project_id, event.kind, event.version, event.at, $1, $2,
        event.payload
    FROM held JOIN unnest($26::uuid[], $27::integer[], $28::text[], $29::smallint[], $30::bigint[], $31::bytea[])
        AS event (execution_id, seq, kind, version, at, payload) USING (execution_id)
)
SELECT EXISTS (SELECT FROM fence) AS is_ours, ARRAY(SELECT execution_id FROM held) AS held

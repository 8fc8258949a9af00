-- New executions, each with its first events, inbox row, search attributes and key: all of it or nothing.
-- With a runtime ($1, $2) they are owned by it from the start, under its fence; without one they are queued.
-- Whoever loses an idempotency key is left out of the answer; an expired key is taken over.
WITH fence AS MATERIALIZED (
    SELECT runtime_id, epoch FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE
), wanted AS MATERIALIZED (
    SELECT start.*, project.organization_id FROM unnest(
        $3::uuid[], $4::date[], $5::uuid[], $6::text[], $7::text[], $8::bytea[], $9::text[], $10::text[], $11::text[],
        $12::smallint[], $13::uuid[], $14::uuid[], $15::uuid[], $16::text[], $17::text[], $18::text[], $19::bigint[],
        $20::bigint[], $21::bigint[], $22::integer[], $23::text[], $24::boolean[], $25::bigint[], $26::text[],
        $27::text[], $28::bytea[], $29::bigint[], $30::bytea[], $31::text[], $32::text[]
    ) AS start (execution_id, day, project_id, workflow, version, plan_hash, lane, mode, queue,
        priority, root_execution, parent_execution, restart_of, trigger, started_by, status, created_at,
        started_at, finished_at, last_seq, concurrency_key, holds_slot, wake_at, scope,
        key, request_hash, expires_at, start, error_code, error_message)
    JOIN projects AS project USING (project_id)
    WHERE $1::integer IS NULL OR EXISTS (SELECT FROM fence)
), keyed AS (
    INSERT INTO idempotency_keys AS known (project_id, scope, key, execution_id, request_hash, expires_at)
    SELECT project_id, scope, key, execution_id, request_hash, expires_at FROM wanted WHERE key IS NOT NULL
    ON CONFLICT (project_id, scope, key) DO UPDATE
        SET execution_id = excluded.execution_id, request_hash = excluded.request_hash, expires_at = excluded.expires_at
        WHERE known.expires_at <= $33
    RETURNING known.execution_id
), allowed AS MATERIALIZED (
    SELECT * FROM wanted WHERE key IS NULL OR execution_id IN (SELECT execution_id FROM keyed)
), begun AS (
    INSERT INTO live_executions (execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode,
        queue, priority, root_execution, parent_execution, restart_of, trigger, started_by, status, created_at, started_at,
        last_seq, state, owner_runtime, owner_epoch, wake_at, unread, concurrency_key, holds_slot)
    SELECT execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode, queue, priority,
        root_execution, parent_execution, restart_of, trigger, started_by, status, created_at, started_at, last_seq,
        CASE WHEN $1::integer IS NULL THEN 0 ELSE 1 END, $1, $2, wake_at,
        CASE WHEN start IS NULL THEN 0 ELSE 1 END, concurrency_key, holds_slot
    FROM allowed WHERE finished_at IS NULL
    ON CONFLICT (execution_id) DO NOTHING
    RETURNING execution_id, day, project_id
), done AS (
    -- Begun and over in one breath: it never was live.
    INSERT INTO executions
    SELECT execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode, queue, priority,
        root_execution, parent_execution, restart_of, trigger, started_by, status, created_at, started_at, finished_at,
        last_seq, error_code, error_message
    FROM allowed WHERE finished_at IS NOT NULL
    ON CONFLICT (day, execution_id) DO NOTHING
    RETURNING execution_id, day, project_id
), held AS MATERIALIZED (
    SELECT * FROM begun UNION ALL SELECT * FROM done
), told AS (
    INSERT INTO inbox (execution_id, id, project_id, at, payload)
    SELECT execution_id, execution_id, project_id, created_at, start
    FROM allowed JOIN begun USING (execution_id, project_id) WHERE start IS NOT NULL
), found AS (
    INSERT INTO search_attributes (execution_id, day, project_id, name, kind, text, number)
    SELECT held.execution_id, held.day, held.project_id, attribute.name, attribute.kind, attribute.text, attribute.number
    FROM held JOIN unnest($41::uuid[], $42::text[], $43::text[], $44::text[], $45::double precision[])
        AS attribute (execution_id, name, kind, text, number) USING (execution_id)
), large AS (
    INSERT INTO blobs (day, project_id, hash, body)
    SELECT DISTINCT ON (held.day, held.project_id, blob.hash) held.day, held.project_id, blob.hash, blob.body
    FROM held JOIN unnest($46::uuid[], $47::bytea[], $48::bytea[]) AS blob (execution_id, hash, body) USING (execution_id)
    ON CONFLICT DO NOTHING
), history AS (
    INSERT INTO execution_events (execution_id, seq, day, project_id, kind, version, at, runtime_id, epoch, blob, payload)
    SELECT held.execution_id, event.seq, held.day, held.project_id, event.kind, event.version, event.at,
        coalesce($1, 0), coalesce($2, 0), event.blob, event.payload
    FROM held JOIN unnest($34::uuid[], $35::integer[], $36::text[], $37::smallint[], $38::bigint[], $39::bytea[], $40::bytea[])
        AS event (execution_id, seq, kind, version, at, blob, payload) USING (execution_id)
)
SELECT $1::integer IS NULL OR EXISTS (SELECT FROM fence) AS is_ours, ARRAY(SELECT execution_id FROM held) AS held

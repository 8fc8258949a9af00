-- New executions, each with its first events, inbox row, search attributes and key: all of it or nothing.
-- With a runtime ($1, $2) they are owned by it from the start, under its fence; without one they are queued.
-- Whoever loses an idempotency key is left out of the answer; an expired key is taken over.
WITH fence AS MATERIALIZED (
    SELECT runtime_id, epoch FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE
), wanted AS MATERIALIZED (
    SELECT start.*, project.organization_id FROM (
        SELECT unnest($3::text::uuid[]) AS execution_id, unnest($4::text::date[]) AS day,
            unnest($5::text::uuid[]) AS project_id, unnest($6::text::text[]) AS workflow, unnest($7::text::text[]) AS version,
            unnest($8::text::bytea[]) AS plan_hash, unnest($9::text::text[]) AS lane, unnest($10::text::text[]) AS mode,
            unnest($11::text::text[]) AS queue, unnest($12::text::smallint[]) AS priority,
            unnest($13::text::uuid[]) AS root_execution, unnest($14::text::uuid[]) AS parent_execution,
            unnest($15::text::uuid[]) AS restart_of, unnest($16::text::text[]) AS trigger,
            unnest($17::text::text[]) AS started_by, unnest($18::text::text[]) AS status,
            unnest($19::text::bigint[]) AS created_at, unnest($20::text::bigint[]) AS started_at,
            unnest($21::text::bigint[]) AS finished_at, unnest($22::text::integer[]) AS last_seq,
            unnest($23::text::text[]) AS concurrency_key, unnest($24::text::boolean[]) AS holds_slot,
            unnest($25::text::bigint[]) AS wake_at, unnest($26::text::text[]) AS scope, unnest($27::text::text[]) AS key,
            unnest($28::text::bytea[]) AS request_hash, unnest($29::text::bigint[]) AS expires_at,
            unnest($30::bytea[]) AS start, unnest($31::text::text[]) AS error_code,
            unnest($32::text::text[]) AS error_message
    ) AS start JOIN projects AS project USING (project_id)
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
    FROM held JOIN (
        SELECT unnest($43::text::uuid[]) AS execution_id, unnest($44::text::text[]) AS name, unnest($45::text::text[]) AS kind,
            unnest($46::text::text[]) AS text, unnest($47::text::double precision[]) AS number
    ) AS attribute USING (execution_id)
), large AS (
    INSERT INTO blobs (day, project_id, hash, body)
    SELECT DISTINCT ON (held.day, held.project_id, blob.hash) held.day, held.project_id, blob.hash, blob.body
    FROM held JOIN (
        SELECT unnest($48::text::uuid[]) AS execution_id, unnest($49::text::bytea[]) AS hash, unnest($50::bytea[]) AS body
    ) AS blob USING (execution_id)
    ON CONFLICT DO NOTHING
), history AS (
    INSERT INTO execution_events (execution_id, seq, day, project_id, kind, version, at, runtime_id, epoch, blob, payload)
    SELECT held.execution_id, event.seq, held.day, held.project_id, event.kind, event.version, event.at,
        coalesce($1, 0), coalesce($2, 0), event.blob, substring($41::bytea FROM event.place FOR event.size)
    FROM held JOIN (
        SELECT unnest($34::text::uuid[]) AS execution_id, unnest($35::text::integer[]) AS seq,
            unnest($36::text::text[]) AS kind, unnest($37::text::smallint[]) AS version, unnest($38::text::bigint[]) AS at,
            unnest($39::text::integer[]) AS place, unnest($40::text::integer[]) AS size, unnest($42::text::bytea[]) AS blob
    ) AS event USING (execution_id)
)
SELECT $1::integer IS NULL OR EXISTS (SELECT FROM fence) AS is_ours, ARRAY(SELECT execution_id FROM held)::text AS held

-- The hot path: one statement a batch, with the fence inside.
-- The share lock on the runtime's row makes a takeover wait until this batch is durable, and makes this batch empty once
-- a takeover has happened. An entry counts only while its execution is ours and stands where the entry says it stood.
WITH fence AS MATERIALIZED (
    SELECT runtime_id, epoch FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE
), entry AS MATERIALIZED (
    SELECT unnest($3::text::uuid[]) AS execution_id, unnest($4::text::integer[]) AS seq_before,
        unnest($5::text::integer[]) AS seq_after, unnest($6::text::text[]) AS status, unnest($7::text::bigint[]) AS wake_at,
        unnest($8::text::boolean[]) AS is_over, unnest($9::text::boolean[]) AS parked,
        unnest($10::text::bigint[]) AS started_at, unnest($11::text::bigint[]) AS at, unnest($12::text::text[]) AS error_code,
        unnest($13::text::text[]) AS error_message, unnest($14::text::integer[]) AS consumed, unnest($15::text::uuid[]) AS last_read
), over AS (
    DELETE FROM live_executions AS live USING entry, fence
    WHERE live.execution_id = entry.execution_id AND entry.is_over
        AND live.last_seq = coalesce(entry.seq_before, live.last_seq)
        AND live.owner_runtime = fence.runtime_id AND live.owner_epoch = fence.epoch
    RETURNING live.*, entry.status AS end_status, coalesce(entry.seq_after, live.last_seq) AS end_seq, entry.at AS finished_at,
        coalesce(live.started_at, entry.started_at) AS began_at, entry.error_code, entry.error_message
), bereft AS MATERIALIZED (
    -- Whose children end in this very batch. No row may be written twice in one statement, so one that goes on in it too
    -- hears of that here, and all others by the nudge.
    SELECT DISTINCT parent_execution AS execution_id FROM over WHERE parent_execution IS NOT NULL
), going_on AS (
    UPDATE live_executions AS live SET
        status = entry.status,
        last_seq = coalesce(entry.seq_after, live.last_seq),
        started_at = coalesce(live.started_at, entry.started_at),
        attempts = 0,
        unread = live.unread - entry.consumed,
        last_read = coalesce(entry.last_read, live.last_read),
        state = CASE WHEN entry.parked THEN 2 ELSE 1 END,
        owner_runtime = CASE WHEN entry.parked THEN NULL ELSE live.owner_runtime END,
        owner_epoch = CASE WHEN entry.parked THEN NULL ELSE live.owner_epoch END,
        nudged = live.nudged OR bereft.execution_id IS NOT NULL,
        wake_at = CASE WHEN entry.parked AND (live.nudged OR bereft.execution_id IS NOT NULL
            OR live.unread > entry.consumed) THEN 0 ELSE entry.wake_at END
    FROM fence, entry LEFT JOIN bereft USING (execution_id)
    WHERE live.execution_id = entry.execution_id AND NOT entry.is_over
        AND live.last_seq = coalesce(entry.seq_before, live.last_seq)
        AND (entry.seq_before IS NOT NULL OR entry.last_read IS NULL OR live.last_read IS DISTINCT FROM entry.last_read)
        AND live.owner_runtime = fence.runtime_id AND live.owner_epoch = fence.epoch
    RETURNING live.execution_id, live.day, live.project_id
), held AS MATERIALIZED (
    SELECT execution_id, day, project_id FROM going_on
    UNION ALL SELECT execution_id, day, project_id FROM over
), summary AS (
    INSERT INTO executions
    SELECT execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode, queue, priority,
        root_execution, parent_execution, restart_of, trigger, started_by, end_status, created_at, began_at, finished_at,
        end_seq, error_code, error_message
    FROM over
), nudge AS (
    UPDATE live_executions AS live SET nudged = true, wake_at = CASE WHEN live.state = 2 THEN 0 ELSE live.wake_at END
    FROM (SELECT execution_id FROM bereft EXCEPT SELECT execution_id FROM held) AS parent
    WHERE live.execution_id = parent.execution_id
), freed AS MATERIALIZED (
    SELECT project_id, concurrency_key AS key, count(*)::integer AS n FROM over WHERE holds_slot GROUP BY 1, 2
), locked AS MATERIALIZED (
    -- Always in the same order, so that two batches never wait for each other.
    SELECT budget.project_id, budget.key FROM concurrency_budgets AS budget JOIN freed USING (project_id, key)
    ORDER BY 1, 2 FOR UPDATE OF budget
), budget AS (
    UPDATE concurrency_budgets AS budget SET used = greatest(0, budget.used - freed.n)
    FROM freed JOIN locked USING (project_id, key)
    WHERE budget.project_id = freed.project_id AND budget.key = freed.key
), swept AS (
    DELETE FROM inbox USING over WHERE inbox.execution_id = over.execution_id
), consumed AS (
    UPDATE inbox SET consumed = true
    FROM (SELECT unnest($25::text::uuid[]) AS execution_id, unnest($26::text::uuid[]) AS id) AS read, going_on
    WHERE inbox.execution_id = read.execution_id AND inbox.id = read.id AND going_on.execution_id = read.execution_id
), found AS (
    INSERT INTO search_attributes (execution_id, day, project_id, name, kind, text, number)
    SELECT held.execution_id, held.day, held.project_id, attribute.name, attribute.kind, attribute.text, attribute.number
    FROM held JOIN (
        SELECT unnest($27::text::uuid[]) AS execution_id, unnest($28::text::text[]) AS name, unnest($29::text::text[]) AS kind,
            unnest($30::text::text[]) AS text, unnest($31::text::double precision[]) AS number
    ) AS attribute USING (execution_id)
    ON CONFLICT (execution_id, name, day)
        DO UPDATE SET kind = excluded.kind, text = excluded.text, number = excluded.number
), large AS (
    INSERT INTO blobs (day, project_id, hash, body)
    SELECT DISTINCT ON (held.day, held.project_id, blob.hash) held.day, held.project_id, blob.hash, blob.body
    FROM held JOIN (
        SELECT unnest($32::text::uuid[]) AS execution_id, unnest($33::text::bytea[]) AS hash, unnest($34::bytea[]) AS body
    ) AS blob USING (execution_id)
    ON CONFLICT DO NOTHING
), history AS (
    INSERT INTO execution_events (execution_id, seq, day, project_id, kind, version, at, runtime_id, epoch, blob, payload)
    SELECT held.execution_id, event.seq, held.day, held.project_id, event.kind, event.version, event.at, $1, $2,
        event.blob, substring($23::bytea FROM event.place FOR event.size)
    FROM held JOIN (
        SELECT unnest($16::text::uuid[]) AS execution_id, unnest($17::text::integer[]) AS seq,
            unnest($18::text::text[]) AS kind, unnest($19::text::smallint[]) AS version, unnest($20::text::bigint[]) AS at,
            unnest($21::text::integer[]) AS place, unnest($22::text::integer[]) AS size, unnest($24::text::bytea[]) AS blob
    ) AS event USING (execution_id)
)
SELECT EXISTS (SELECT FROM fence) AS is_ours, ARRAY(SELECT execution_id FROM held)::text AS held

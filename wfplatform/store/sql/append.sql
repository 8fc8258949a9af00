-- What `commit` does, for executions that only go on, or end without anybody or anything to tell of it: nothing is read,
-- parked, searched by or large. Most commits are of this kind, and it takes half the time of the whole statement. An end
-- that turns out to be another kind is left out, like whatever is not ours: `commit` is asked then.
WITH fence AS MATERIALIZED (
    SELECT runtime_id, epoch FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE
), entry AS MATERIALIZED (
    SELECT unnest($3::text::uuid[]) AS execution_id, unnest($4::text::integer[]) AS seq_before,
        unnest($5::text::integer[]) AS seq_after, unnest($6::text::text[]) AS status, unnest($7::text::bigint[]) AS wake_at,
        unnest($8::text::bigint[]) AS started_at, unnest($9::text::bigint[]) AS finished_at
), going_on AS (
    UPDATE live_executions AS live SET
        status = entry.status,
        last_seq = entry.seq_after,
        started_at = coalesce(live.started_at, entry.started_at),
        attempts = 0,
        wake_at = entry.wake_at
    FROM fence, entry
    WHERE live.execution_id = entry.execution_id AND entry.finished_at IS NULL AND live.last_seq = entry.seq_before
        AND live.owner_runtime = fence.runtime_id AND live.owner_epoch = fence.epoch
    RETURNING live.execution_id, live.day, live.project_id
), over AS (
    DELETE FROM live_executions AS live USING fence, entry
    WHERE live.execution_id = entry.execution_id AND entry.finished_at IS NOT NULL AND live.last_seq = entry.seq_before
        AND live.owner_runtime = fence.runtime_id AND live.owner_epoch = fence.epoch
        AND live.parent_execution IS NULL AND NOT live.holds_slot AND live.unread = 0 AND live.last_read IS NULL
    RETURNING live.*, entry.status AS end_status, entry.seq_after AS end_seq, entry.finished_at,
        coalesce(live.started_at, entry.started_at) AS began_at
), held AS MATERIALIZED (
    SELECT execution_id, day, project_id FROM going_on
    UNION ALL SELECT execution_id, day, project_id FROM over
), summary AS (
    INSERT INTO executions
    SELECT execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode, queue, priority,
        root_execution, parent_execution, restart_of, trigger, started_by, end_status, created_at, began_at, finished_at,
        end_seq
    FROM over
), history AS (
    INSERT INTO execution_events (execution_id, seq, day, project_id, kind, version, at, runtime_id, epoch, payload)
    SELECT held.execution_id, event.seq, held.day, held.project_id, event.kind, event.version, event.at, $1, $2,
        substring($17::bytea FROM event.place FOR event.size)
    FROM held JOIN (
        SELECT unnest($10::text::uuid[]) AS execution_id, unnest($11::text::integer[]) AS seq,
            unnest($12::text::text[]) AS kind, unnest($13::text::smallint[]) AS version, unnest($14::text::bigint[]) AS at,
            unnest($15::text::integer[]) AS place, unnest($16::text::integer[]) AS size
    ) AS event USING (execution_id)
)
SELECT EXISTS (SELECT FROM fence) AS is_ours, ARRAY(SELECT execution_id FROM held)::text AS held

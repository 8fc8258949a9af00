-- What `admit` does, for executions of one kind that a runtime begins and goes on with: no keys, nothing to search by,
-- nothing large, nobody who called. What they have in common comes once, and half the columns are not there.
WITH fence AS MATERIALIZED (
    SELECT runtime_id, epoch FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE
), begun AS (
    INSERT INTO live_executions (execution_id, day, project_id, organization_id, workflow, version, plan_hash, lane, mode,
        queue, priority, root_execution, trigger, started_by, status, created_at, started_at, last_seq, state,
        owner_runtime, owner_epoch, wake_at)
    SELECT entry.execution_id, $3::text::date, project.project_id, project.organization_id, $5::text, $6::text,
        $7::bytea, $8::text, $9::text, $10::text, $11::smallint, entry.execution_id, $12::text, $13::text, entry.status,
        entry.created_at, entry.started_at, entry.last_seq, 1, fence.runtime_id, fence.epoch, entry.wake_at
    FROM fence, projects AS project, (
        SELECT unnest($14::text::uuid[]) AS execution_id, unnest($15::text::text[]) AS status,
            unnest($16::text::bigint[]) AS created_at, unnest($17::text::bigint[]) AS started_at,
            unnest($18::text::integer[]) AS last_seq, unnest($19::text::bigint[]) AS wake_at
    ) AS entry
    WHERE project.project_id = $4
    ON CONFLICT (execution_id) DO NOTHING
    RETURNING execution_id
), history AS (
    INSERT INTO execution_events (execution_id, seq, day, project_id, kind, version, at, runtime_id, epoch, payload)
    SELECT begun.execution_id, event.seq, $3::text::date, $4, event.kind, event.version, event.at, $1, $2,
        substring($27::bytea FROM event.place FOR event.size)
    FROM begun JOIN (
        SELECT unnest($20::text::uuid[]) AS execution_id, unnest($21::text::integer[]) AS seq,
            unnest($22::text::text[]) AS kind, unnest($23::text::smallint[]) AS version, unnest($24::text::bigint[]) AS at,
            unnest($25::text::integer[]) AS place, unnest($26::text::integer[]) AS size
    ) AS event USING (execution_id)
)
SELECT EXISTS (SELECT FROM fence) AS is_ours, ARRAY(SELECT execution_id FROM begun)::text AS held

-- The whole schema, to be read: what the migrations add up to (a test holds it to that). Never applied to a database.

CREATE SCHEMA wfplatform;
SET search_path = wfplatform;

CREATE TABLE schema_migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- Instants are microseconds since 1970 UTC (bigint), as everywhere in the program; only leases use the
-- server's own clock (timestamptz), because processes on several machines must agree on them.
-- `day` is a function of the execution (the UTC date inside its UUIDv7), never of the row's own time: so one execution
-- lives in one partition of each table, and (execution_id, seq, day) is as unique as (execution_id, seq).
-- `codec` says how a payload is written (0: JSON, UTF-8); `key_id` names the key it is encrypted with (null: none).

-- ------------------------------------------------------------------------------------------------------- tenancy

CREATE TABLE organizations (
    organization_id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    created_at bigint NOT NULL
);

CREATE TABLE projects (
    project_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    name text NOT NULL,
    created_at bigint NOT NULL,
    UNIQUE (organization_id, name)
);

INSERT INTO organizations VALUES ('00000000-0000-7000-8000-000000000001', 'default', 0);
INSERT INTO projects VALUES ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'default', 0);

-- ------------------------------------------------------------------------------------------------------- catalog

CREATE TABLE plans (
    plan_hash bytea PRIMARY KEY,
    codec smallint NOT NULL DEFAULT 0,
    key_id integer,
    body bytea NOT NULL,
    created_at bigint NOT NULL
);

CREATE TABLE workflows (
    project_id uuid NOT NULL REFERENCES projects,
    workflow text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (project_id, workflow)
);

CREATE TABLE workflow_versions (
    project_id uuid NOT NULL,
    workflow text NOT NULL,
    major integer NOT NULL,
    minor integer NOT NULL,
    patch integer NOT NULL,
    plan_hash bytea NOT NULL REFERENCES plans,
    lane text NOT NULL,
    title text NOT NULL DEFAULT '',
    labels json NOT NULL DEFAULT '{}',
    document text NOT NULL,
    published_at bigint NOT NULL,
    published_by text,
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (project_id, workflow, major, minor, patch),
    FOREIGN KEY (project_id, workflow) REFERENCES workflows
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER workflow_versions_are_immutable BEFORE UPDATE OR DELETE ON workflow_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What was current when: a publish, rollback or unpublish is one row, numbered in the order of their commits without
-- gaps (taken under a lock, not from a sequence), so that a revision pins the whole catalog. No version: unpublished.
CREATE TABLE catalog_revisions (
    revision bigint PRIMARY KEY,
    project_id uuid NOT NULL,
    workflow text NOT NULL,
    action text NOT NULL,
    major integer,
    minor integer,
    patch integer,
    plan_hash bytea,
    lane text,
    at bigint NOT NULL,
    by text,
    note text NOT NULL DEFAULT '',
    FOREIGN KEY (project_id, workflow) REFERENCES workflows
);
CREATE INDEX catalog_revisions_of_workflow ON catalog_revisions (project_id, workflow, revision);

CREATE TABLE drafts (
    project_id uuid NOT NULL REFERENCES projects,
    workflow text NOT NULL,
    revision integer NOT NULL,
    document text NOT NULL,
    updated_at bigint NOT NULL,
    updated_by text,
    PRIMARY KEY (project_id, workflow)
);

-- ------------------------------------------------------------------------------------------------------ runtimes

-- One row a process that hosts executions. `epoch` is the fencing token: each batch names it, whoever declares the
-- process dead raises it. `guarded`: while the process lives it holds an advisory lock, whose absence is a hint.
CREATE TABLE runtimes (
    runtime_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    epoch bigint NOT NULL,
    state text NOT NULL,
    lane text NOT NULL,
    queues text[] NOT NULL,
    build text NOT NULL,
    host text NOT NULL DEFAULT '',
    guarded boolean NOT NULL DEFAULT false,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lease_until timestamptz NOT NULL,
    beat_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

-- ---------------------------------------------------------------------------------------------------- executions

-- Those that are not over: small and hot. `state` is who holds it: 0 queued, 1 owned, 2 parked; `status` is what its
-- history says. `wake_at`: when queued, from when it may be taken; when parked, when it is due (0: now, it was told
-- something). `unread` counts inbox rows that are not consumed, `last_read` is the newest that is; `nudged`: look around, e.g. at children, before you sleep.
-- Each row is in at most one of the secondary indexes.
CREATE TABLE live_executions (
    execution_id uuid PRIMARY KEY,
    day date NOT NULL,
    project_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    workflow text NOT NULL,
    version text,
    plan_hash bytea NOT NULL,
    lane text NOT NULL,
    mode text NOT NULL,
    queue text NOT NULL,
    priority smallint NOT NULL,
    root_execution uuid NOT NULL,
    parent_execution uuid,
    restart_of uuid,
    trigger text,
    started_by text,
    status text NOT NULL,
    created_at bigint NOT NULL,
    started_at bigint,
    last_seq integer NOT NULL,
    state smallint NOT NULL,
    owner_runtime integer,
    owner_epoch bigint,
    wake_at bigint,
    attempts smallint NOT NULL DEFAULT 0,
    unread integer NOT NULL DEFAULT 0,
    last_read uuid,
    nudged boolean NOT NULL DEFAULT false,
    concurrency_key text,
    holds_slot boolean NOT NULL DEFAULT false
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
    autovacuum_analyze_scale_factor = 100);
CREATE INDEX live_executions_owned ON live_executions (owner_runtime, owner_epoch) WHERE state = 1;
CREATE INDEX live_executions_next ON live_executions (lane, state, priority, wake_at) WHERE state <> 1;

-- Those that are over: written once, at the end.
CREATE TABLE executions (
    execution_id uuid NOT NULL,
    day date NOT NULL,
    project_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    workflow text NOT NULL,
    version text,
    plan_hash bytea NOT NULL,
    lane text NOT NULL,
    mode text NOT NULL,
    queue text NOT NULL,
    priority smallint NOT NULL,
    root_execution uuid NOT NULL,
    parent_execution uuid,
    restart_of uuid,
    trigger text,
    started_by text,
    status text NOT NULL,
    created_at bigint NOT NULL,
    started_at bigint,
    finished_at bigint NOT NULL,
    last_seq integer NOT NULL,
    error_code text,
    error_message text,
    PRIMARY KEY (day, execution_id)
) PARTITION BY RANGE (day);
CREATE INDEX executions_of_workflow ON executions (project_id, workflow, day, execution_id);
-- Rows come in the order of their ends, so that block ranges find a minute, and cost nothing when they are written.
CREATE INDEX executions_by_end ON executions USING brin (finished_at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX executions_that_refer ON executions (day) WHERE parent_execution IS NOT NULL OR restart_of IS NOT NULL;
CREATE INDEX executions_ended_badly ON executions (project_id, status, day, execution_id) WHERE status <> 'completed';

-- The truth. `tx` orders commits for those who follow all events: whatever is below the oldest running transaction is
-- complete. A payload above 8 KB lies in `blobs`, and the row holds its hash.
CREATE TABLE execution_events (
    execution_id uuid NOT NULL,
    seq integer NOT NULL,
    day date NOT NULL,
    project_id uuid NOT NULL,
    kind text NOT NULL,
    version smallint NOT NULL,
    at bigint NOT NULL,
    runtime_id integer NOT NULL,
    epoch bigint NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    codec smallint NOT NULL DEFAULT 0,
    key_id integer,
    blob bytea,
    payload bytea,
    PRIMARY KEY (execution_id, seq, day)
) PARTITION BY RANGE (day);
CREATE INDEX execution_events_in_order_of_commit ON execution_events (tx);

CREATE TABLE blobs (
    day date NOT NULL,
    project_id uuid NOT NULL,
    hash bytea NOT NULL,
    codec smallint NOT NULL DEFAULT 0,
    key_id integer,
    body bytea NOT NULL,
    PRIMARY KEY (day, project_id, hash)
) PARTITION BY RANGE (day);

-- What is told to an execution. Consumed rows stay until its end, so that a command sent twice is known.
CREATE TABLE inbox (
    execution_id uuid NOT NULL,
    id uuid NOT NULL,
    n bigint GENERATED ALWAYS AS IDENTITY,
    project_id uuid NOT NULL,
    at bigint NOT NULL,
    consumed boolean NOT NULL DEFAULT false,
    codec smallint NOT NULL DEFAULT 0,
    key_id integer,
    payload bytea NOT NULL,
    PRIMARY KEY (execution_id, id)
) WITH (fillfactor = 80);

CREATE TABLE idempotency_keys (
    project_id uuid NOT NULL,
    scope text NOT NULL,
    key text NOT NULL,
    execution_id uuid NOT NULL,
    request_hash bytea NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (project_id, scope, key)
);
CREATE INDEX idempotency_keys_by_end ON idempotency_keys (expires_at);

-- What steps were answered under their effect keys, so that an effect that comes up again is answered from the record.
-- `answer` null: somebody is asking the outside, or was and never told. Rows go when they expire.
CREATE TABLE step_answers (
    project_id uuid NOT NULL,
    key text NOT NULL,
    execution_id uuid NOT NULL,
    step text NOT NULL,
    at bigint NOT NULL,
    expires_at bigint NOT NULL,
    codec smallint NOT NULL DEFAULT 0,
    key_id integer,
    answer bytea,
    PRIMARY KEY (project_id, key)
);
CREATE INDEX step_answers_by_end ON step_answers (expires_at);

CREATE TABLE concurrency_budgets (
    project_id uuid NOT NULL,
    key text NOT NULL,
    capacity integer NOT NULL,
    used integer NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, key)
) WITH (fillfactor = 50);

-- Typed: text in `text`, booleans as 'true' and 'false' there; numbers and instants in `number`.
CREATE TABLE search_attributes (
    execution_id uuid NOT NULL,
    day date NOT NULL,
    project_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    text text,
    number double precision,
    PRIMARY KEY (execution_id, name, day)
) PARTITION BY RANGE (day);
CREATE INDEX search_attributes_text ON search_attributes (project_id, name, text, execution_id) WHERE text IS NOT NULL;
CREATE INDEX search_attributes_number ON search_attributes (project_id, name, number, execution_id)
    WHERE number IS NOT NULL;

CREATE SEQUENCE step_logs_n;
CREATE TABLE step_logs (
    execution_id uuid NOT NULL,
    day date NOT NULL,
    n bigint NOT NULL DEFAULT nextval('step_logs_n'),
    project_id uuid NOT NULL,
    step text NOT NULL,
    attempt integer NOT NULL,
    at bigint NOT NULL,
    level text NOT NULL,
    codec smallint NOT NULL DEFAULT 0,
    key_id integer,
    message bytea NOT NULL,
    fields bytea,
    PRIMARY KEY (execution_id, n, day)
) PARTITION BY RANGE (day);

-- ------------------------------------------------------------------------------------------- around the executions

CREATE TABLE dagster_runs (
    run_id uuid PRIMARY KEY,
    execution_id uuid NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX dagster_runs_of_execution ON dagster_runs (execution_id);

CREATE TABLE projector_cursors (
    projector text PRIMARY KEY,
    tx xid8 NOT NULL DEFAULT '0',
    execution_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    seq integer NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Up to which minute the lane's work was told to Dagster, for each reporter by name.
CREATE TABLE reported_minutes (
    reporter text PRIMARY KEY,
    minute bigint NOT NULL
);

-- ----------------------------------------------------------------------------------------------------- partitions

-- Days that stay although the policy says that they go: somebody has brought them back to look at them.
CREATE TABLE held_days (
    day date PRIMARY KEY,
    until bigint NOT NULL
);

-- Made apart and then attached: that locks out nobody, while CREATE TABLE ... PARTITION OF would wait for every reader
-- of the parent and make everybody else wait behind it. Gives the number of partitions made.
CREATE FUNCTION ensure_partitions(first_day date, last_day date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    here date;
    partition text;
    made integer := 0;
BEGIN
    FOR here IN SELECT d::date FROM generate_series(first_day, last_day, interval '1 day') AS d LOOP
        FOREACH parent IN ARRAY ARRAY['executions', 'execution_events', 'blobs', 'search_attributes', 'step_logs'] LOOP
            partition := format('%s_%s', parent, to_char(here, 'YYYYMMDD'));
            IF to_regclass(format('wfplatform.%I', partition)) IS NULL THEN
                PERFORM pg_advisory_xact_lock(2003173377);
                CONTINUE WHEN to_regclass(format('wfplatform.%I', partition)) IS NOT NULL;
                EXECUTE format(
                    'CREATE TABLE wfplatform.%I (LIKE wfplatform.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS,'
                    ' CONSTRAINT of_the_day CHECK (day >= %L AND day < %L))', partition, parent, here, here + 1);
                EXECUTE format(
                    'ALTER TABLE wfplatform.%I ATTACH PARTITION wfplatform.%I FOR VALUES FROM (%L) TO (%L)',
                    parent, partition, here, here + 1);
                EXECUTE format('ALTER TABLE wfplatform.%I DROP CONSTRAINT of_the_day', partition);
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;

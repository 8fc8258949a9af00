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

-- Days that stay although the policy says that they go: somebody has brought them back to look at them.
CREATE TABLE held_days (
    day date PRIMARY KEY,
    until bigint NOT NULL
);

-- Up to which minute the lane's work was told to Dagster, for each reporter by name.
CREATE TABLE reported_minutes (
    reporter text PRIMARY KEY,
    minute bigint NOT NULL
);

-- Rows come in the order of their ends, so that block ranges find a minute, and cost nothing when they are written.
CREATE INDEX executions_by_end ON executions USING brin (finished_at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX executions_that_refer ON executions (day) WHERE parent_execution IS NOT NULL OR restart_of IS NOT NULL;

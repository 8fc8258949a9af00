-- One execution, live or over.
SELECT live.execution_id, live.day, live.project_id, live.workflow, live.version, live.plan_hash, live.lane, live.mode, live.queue, live.priority,
        live.status, live.created_at, live.started_at, NULL::bigint AS finished_at, live.last_seq, live.root_execution,
        live.parent_execution, live.restart_of, live.trigger, live.started_by, NULL::text AS error_code, NULL::text AS error_message, live.wake_at, live.attempts,
        live.owner_runtime, EXISTS (SELECT FROM runtimes AS owner WHERE owner.runtime_id = live.owner_runtime AND owner.epoch = live.owner_epoch
            AND owner.state = 'live' AND owner.lease_until > clock_timestamp()) AS held
FROM live_executions AS live WHERE live.execution_id = $1
UNION ALL
SELECT ended.execution_id, ended.day, ended.project_id, ended.workflow, ended.version, ended.plan_hash, ended.lane, ended.mode, ended.queue, ended.priority,
        ended.status, ended.created_at, ended.started_at, ended.finished_at AS finished_at, ended.last_seq, ended.root_execution,
        ended.parent_execution, ended.restart_of, ended.trigger, ended.started_by, ended.error_code, ended.error_message, NULL::bigint AS wake_at, 0::smallint AS attempts,
        NULL::integer AS owner_runtime, false AS held
FROM executions AS ended WHERE ended.execution_id = $1 AND ended.day = $2
LIMIT 1

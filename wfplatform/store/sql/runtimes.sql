-- Who hosts executions.
SELECT runtime_id, name, epoch, state, lane, queues, build, host,
    extract(epoch FROM lease_until - clock_timestamp())::double precision AS lease_seconds,
    (SELECT count(*) FROM live_executions AS live
        WHERE live.owner_runtime = runtime.runtime_id AND live.owner_epoch = runtime.epoch) AS executions
FROM runtimes AS runtime
ORDER BY started_at DESC

-- Nobody owns what was under way, and it is due; counters go on above what was restored.
UPDATE live_executions SET state = 2, owner_runtime = NULL, owner_epoch = NULL, wake_at = 0 WHERE state = 1;
SELECT setval(pg_get_serial_sequence('wfplatform.inbox', 'n'), (SELECT coalesce(max(n), 0) + 1 FROM inbox));
SELECT setval('step_logs_n', (SELECT coalesce(max(n), 0) + 1 FROM step_logs))

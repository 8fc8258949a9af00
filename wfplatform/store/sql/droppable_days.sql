-- Days before $1 that have tables (attached or left over from a drop that was interrupted) and no live execution.
SELECT DISTINCT to_date(right(relname, 8), 'YYYYMMDD') AS day
FROM pg_class
WHERE relnamespace = 'wfplatform'::regnamespace AND relkind = 'r'
    AND relname ~ '^(executions|execution_events|blobs|search_attributes|step_logs)_[0-9]{8}$'
    AND to_date(right(relname, 8), 'YYYYMMDD') < $1
    AND NOT EXISTS (SELECT FROM live_executions AS live WHERE live.day = to_date(right(relname, 8), 'YYYYMMDD'))
ORDER BY 1

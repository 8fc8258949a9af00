-- The days that have tables, attached or left over from a drop that was interrupted; what each still has, and how many
-- of its executions are not over.
SELECT day, tables, attached, (SELECT count(*) FROM live_executions AS live WHERE live.day = found.day) AS live
FROM (
    SELECT to_date(right(relname, 8), 'YYYYMMDD') AS day, array_agg(left(relname, -9)::text) AS tables,
        bool_and(inhrelid IS NOT NULL AND NOT inhdetachpending) AS attached
    FROM pg_class LEFT JOIN pg_inherits ON inhrelid = pg_class.oid
    WHERE relnamespace = 'wfplatform'::regnamespace AND relkind = 'r'
        AND relname ~ '^(executions|execution_events|blobs|search_attributes|step_logs)_[0-9]{8}$'
    GROUP BY 1
) AS found
ORDER BY day

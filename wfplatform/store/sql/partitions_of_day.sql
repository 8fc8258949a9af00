-- The tables of a day, quoted, with the parent that each is still attached to.
SELECT format('wfplatform.%I', partition.relname) AS partition, parent.oid::regclass::text AS parent,
    coalesce(inherits.inhdetachpending, false) AS is_pending
FROM pg_class AS partition
LEFT JOIN pg_inherits AS inherits ON inherits.inhrelid = partition.oid
LEFT JOIN pg_class AS parent ON parent.oid = inherits.inhparent
WHERE partition.relnamespace = 'wfplatform'::regnamespace AND partition.relkind = 'r'
    AND partition.relname ~ ('^(executions|execution_events|blobs|search_attributes|step_logs)_' || $1::text || '$')

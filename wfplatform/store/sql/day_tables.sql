-- A table of a day, with the parent that it is still attached to.
SELECT parent.relname AS parent, coalesce(inherits.inhdetachpending, false) AS is_pending
FROM pg_class AS partition
LEFT JOIN pg_inherits AS inherits ON inherits.inhrelid = partition.oid
LEFT JOIN pg_class AS parent ON parent.oid = inherits.inhparent
WHERE partition.oid = to_regclass(%s)

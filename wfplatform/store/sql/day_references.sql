-- Which days' executions refer to which other days': as their parent, their root, or what they restart. A day of null:
-- executions that are not over. An execution's day is in its id.
SELECT DISTINCT referrer.day, ((to_timestamp(
        ('x' || left(replace(named::text, '-', ''), 12))::bit(48)::bigint / 1000.0) AT TIME ZONE 'UTC')::date) AS to_day
FROM (
    SELECT NULL::date AS day, parent_execution, restart_of, root_execution FROM live_executions
    UNION ALL
    SELECT day, parent_execution, restart_of, root_execution FROM executions
    WHERE parent_execution IS NOT NULL OR restart_of IS NOT NULL
) AS referrer, unnest(ARRAY[referrer.parent_execution, referrer.restart_of, referrer.root_execution]) AS named
WHERE named IS NOT NULL

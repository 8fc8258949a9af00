-- The partitions of these days, made if they are missing; how many were made.
SELECT ensure_partitions($1, $2)

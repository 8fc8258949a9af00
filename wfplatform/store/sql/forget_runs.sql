-- Forget the runs of a day's executions: their ids begin with the milliseconds of their making.
DELETE FROM dagster_runs
WHERE execution_id >= (lpad(to_hex((extract(epoch FROM $1::date) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
    AND execution_id < (lpad(to_hex((extract(epoch FROM $1::date + 1) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid

-- Give a lease back, and park what is left, due now: whoever lets go of an execution has not died over it.
WITH gone AS (
    UPDATE runtimes SET epoch = epoch + 1, state = 'dead', lease_until = clock_timestamp()
    WHERE runtime_id = $1 AND epoch = $2
    RETURNING runtime_id
), freed AS (
    UPDATE live_executions AS live SET state = 2, owner_runtime = NULL, owner_epoch = NULL, wake_at = 0
    FROM gone WHERE live.owner_runtime = gone.runtime_id AND live.owner_epoch = $2 AND live.state = 1
)
SELECT runtime_id FROM gone

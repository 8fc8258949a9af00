-- Give a lease back.
UPDATE runtimes SET epoch = epoch + 1, state = 'dead', lease_until = clock_timestamp()
WHERE runtime_id = $1 AND epoch = $2
RETURNING runtime_id

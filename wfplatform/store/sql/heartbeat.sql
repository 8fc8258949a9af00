-- Prolong a lease; no row when it is lost. A lease that has run out but was not taken is still ours.
UPDATE runtimes SET lease_until = clock_timestamp() + $3 * interval '1 second', beat_at = clock_timestamp()
WHERE runtime_id = $1 AND epoch = $2 AND state = 'live'
RETURNING runtime_id

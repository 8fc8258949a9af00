-- Declare one runtime dead when its lease is over.
UPDATE runtimes SET epoch = epoch + 1, state = 'dead'
WHERE runtime_id = $1 AND state = 'live' AND lease_until < clock_timestamp()

-- Whether an owner still is who it was.
SELECT EXISTS (SELECT FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live')

-- From now on a missing lock means something.
UPDATE runtimes SET guarded = true WHERE runtime_id = $1 AND epoch = $2

-- Whether a lease holds; it does until the transaction ends.
SELECT runtime_id FROM runtimes WHERE runtime_id = $1 AND epoch = $2 AND state = 'live' FOR SHARE

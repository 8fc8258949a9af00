-- One change of the catalog at a time, until it is committed.
SELECT pg_advisory_xact_lock(2003173379)

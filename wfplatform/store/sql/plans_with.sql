-- Those of some plans whose text holds a word; one that is not written in the clear is given, too.
SELECT plan_hash, body FROM plans
WHERE plan_hash = ANY ($1::bytea[]) AND (codec <> 0 OR position($2::bytea IN body) > 0)

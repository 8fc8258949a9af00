-- Events after a position whose order is settled: below the oldest transaction that is still under way.
SELECT event.tx::text AS tx, event.execution_id, event.project_id, event.seq, event.kind, event.version, event.at,
    coalesce(event.payload, blob.body) AS payload
FROM execution_events AS event
LEFT JOIN blobs AS blob ON blob.day = event.day AND blob.project_id = event.project_id AND blob.hash = event.blob
WHERE event.tx >= $1::text::xid8 AND event.tx < pg_snapshot_xmin(pg_current_snapshot())
    AND (event.tx, event.execution_id, event.seq) > ($1::text::xid8, $2::uuid, $3::integer)
ORDER BY event.tx, event.execution_id, event.seq
LIMIT $4

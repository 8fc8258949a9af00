-- A stretch of one history, large payloads put back.
SELECT event.seq, event.kind, event.version, event.at, event.runtime_id, event.epoch,
    coalesce(event.payload, blob.body) AS payload
FROM execution_events AS event
LEFT JOIN blobs AS blob ON blob.day = event.day AND blob.project_id = event.project_id AND blob.hash = event.blob
WHERE event.execution_id = $1 AND event.day = $2 AND event.seq BETWEEN $3 AND $4
ORDER BY event.seq

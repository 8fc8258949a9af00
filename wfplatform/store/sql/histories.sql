-- All events of some executions, in order, large payloads put back.
SELECT event.execution_id, event.seq, event.kind, event.version, event.at, coalesce(event.payload, blob.body) AS payload
FROM execution_events AS event
LEFT JOIN blobs AS blob ON blob.day = event.day AND blob.project_id = event.project_id AND blob.hash = event.blob
WHERE event.execution_id = ANY ($1::uuid[]) AND event.day = ANY ($2::date[])
ORDER BY event.execution_id, event.seq

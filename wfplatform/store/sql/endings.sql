-- How those of some executions ended that are over: the last event of each, a large payload put back.
SELECT execution.execution_id, execution.status, event.kind, event.version, event.at, event.seq,
    coalesce(event.payload, blob.body) AS payload
FROM executions AS execution
JOIN execution_events AS event
    ON event.execution_id = execution.execution_id AND event.day = execution.day AND event.seq = execution.last_seq
LEFT JOIN blobs AS blob ON blob.day = event.day AND blob.project_id = event.project_id AND blob.hash = event.blob
WHERE execution.execution_id = ANY ($1::uuid[]) AND execution.day = ANY ($2::date[])

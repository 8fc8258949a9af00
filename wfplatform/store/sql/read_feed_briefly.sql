-- All settled events after a position, in short: those of the kinds $4 whole, in order; those of the kinds $5 counted by
-- execution. `upto` is the position behind all of them.
WITH fresh AS MATERIALIZED (
    SELECT event.tx, event.execution_id, event.project_id, event.day, event.seq, event.kind, event.version, event.at,
        CASE WHEN event.kind = ANY($4::text[]) THEN coalesce(event.payload, blob.body) END AS payload
    FROM execution_events AS event
    LEFT JOIN blobs AS blob ON blob.day = event.day AND blob.project_id = event.project_id AND blob.hash = event.blob
        AND event.kind = ANY($4::text[])
    WHERE event.tx >= $1::text::xid8 AND event.tx < pg_snapshot_xmin(pg_current_snapshot())
        AND (event.tx, event.execution_id, event.seq) > ($1::text::xid8, $2::uuid, $3::integer)
), told AS (
    SELECT tx, execution_id, project_id, seq, kind, version, at, payload, NULL::bigint AS times
    FROM fresh WHERE kind = ANY($4::text[])
    UNION ALL
    SELECT NULL, execution_id, NULL, NULL, kind, NULL, NULL, NULL, count(*)
    FROM fresh WHERE kind = ANY($5::text[]) GROUP BY execution_id, kind
)
SELECT told.*, (SELECT count(*) FROM fresh) AS events, pg_snapshot_xmin(pg_current_snapshot())::text AS upto
FROM told ORDER BY tx, execution_id, seq

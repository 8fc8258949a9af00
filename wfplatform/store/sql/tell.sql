-- A message, and the execution made aware of it. The execution's row is locked first, so that one which parks at this
-- moment either sees the message counted or is parked already and made due.
WITH live AS MATERIALIZED (
    SELECT execution_id, project_id, lane, owner_runtime FROM live_executions WHERE execution_id = $1 FOR NO KEY UPDATE
), told AS (
    INSERT INTO inbox (execution_id, id, project_id, at, payload)
    SELECT execution_id, $2, project_id, $3, $4 FROM live
    ON CONFLICT DO NOTHING
    RETURNING execution_id
), aware AS (
    UPDATE live_executions AS live
    SET unread = live.unread + 1, wake_at = CASE WHEN live.state = 2 THEN 0 ELSE live.wake_at END
    FROM told WHERE live.execution_id = told.execution_id
)
SELECT EXISTS (SELECT FROM told) AS is_new, live.lane, live.owner_runtime FROM live

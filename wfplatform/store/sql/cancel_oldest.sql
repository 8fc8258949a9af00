-- Tell the oldest execution that holds a slot, and was not told before, to end. The id of the message is that of the
-- execution which wants the slot, so that a repeated admission cancels nobody else.
WITH oldest AS (
    SELECT live.execution_id, live.project_id FROM live_executions AS live
    WHERE live.project_id = $1 AND live.concurrency_key = $2 AND live.holds_slot AND live.status <> 'cancelling'
        AND NOT EXISTS (SELECT FROM inbox WHERE inbox.execution_id = live.execution_id AND inbox.payload = $5)
    ORDER BY live.execution_id LIMIT 1 FOR NO KEY UPDATE
), told AS (
    INSERT INTO inbox (execution_id, id, project_id, at, payload)
    SELECT execution_id, $3, project_id, $4, $5 FROM oldest
    ON CONFLICT DO NOTHING
    RETURNING execution_id
)
UPDATE live_executions AS live
SET unread = live.unread + 1, wake_at = CASE WHEN live.state = 2 THEN 0 ELSE live.wake_at END
FROM told WHERE live.execution_id = told.execution_id

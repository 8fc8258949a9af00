-- Whether there is anything that a restore would mix with.
SELECT EXISTS (SELECT FROM plans) OR EXISTS (SELECT FROM drafts) OR EXISTS (SELECT FROM live_executions)
    OR EXISTS (SELECT FROM executions) OR EXISTS (SELECT FROM workflows)

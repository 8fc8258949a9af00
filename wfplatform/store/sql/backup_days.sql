-- Days that hold something.
SELECT day FROM live_executions UNION SELECT day FROM executions UNION SELECT DISTINCT day FROM execution_events
UNION SELECT DISTINCT day FROM blobs UNION SELECT DISTINCT day FROM search_attributes UNION SELECT DISTINCT day FROM step_logs
ORDER BY 1

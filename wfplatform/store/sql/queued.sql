-- How many executions of a lane are queued, counted no further than to a bound.
SELECT count(*) FROM (
    SELECT FROM live_executions AS live WHERE live.lane = $1 AND live.state = 0 AND live.state <> 1 LIMIT $2
) AS queued

-- Lines of many steps. The project is the execution's, over or not. Told is of which executions lines were written.
WITH written AS (
    INSERT INTO step_logs (execution_id, day, project_id, step, attempt, at, level, message, fields)
    SELECT line.execution_id, line.day, coalesce(live.project_id, ended.project_id), line.step, line.attempt, line.at,
        line.level, line.message, line.fields
    FROM unnest($1::uuid[], $2::date[], $3::text[], $4::integer[], $5::bigint[], $6::text[], $7::bytea[], $8::bytea[])
        WITH ORDINALITY AS line (execution_id, day, step, attempt, at, level, message, fields, place)
    LEFT JOIN live_executions AS live ON live.execution_id = line.execution_id
    LEFT JOIN executions AS ended ON ended.execution_id = line.execution_id AND ended.day = line.day
    WHERE coalesce(live.project_id, ended.project_id) IS NOT NULL
    ORDER BY line.place
    RETURNING execution_id
)
SELECT DISTINCT execution_id FROM written

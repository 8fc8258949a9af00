SELECT answer FROM step_answers WHERE project_id = $1 AND key = $2 AND expires_at > $3

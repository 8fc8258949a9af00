SELECT major, minor, patch FROM workflow_versions WHERE project_id = $1 AND workflow = $2
ORDER BY major DESC, minor DESC, patch DESC LIMIT 1

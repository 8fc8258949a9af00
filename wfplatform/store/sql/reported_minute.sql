SELECT minute FROM reported_minutes WHERE reporter = $1

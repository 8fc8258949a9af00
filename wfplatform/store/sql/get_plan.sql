SELECT body FROM plans WHERE plan_hash = $1

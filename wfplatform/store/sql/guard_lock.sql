-- Held as long as the session lives. The first number marks our locks of this kind.
SELECT pg_advisory_lock(2003173378, $1)

INSERT INTO projector_cursors (projector, tx, execution_id, seq) VALUES ($1, $2::text::xid8, $3, $4)
ON CONFLICT (projector) DO UPDATE SET tx = excluded.tx, execution_id = excluded.execution_id, seq = excluded.seq,
    updated_at = clock_timestamp()

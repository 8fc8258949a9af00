SELECT tx::text AS tx, execution_id, seq FROM projector_cursors WHERE projector = $1

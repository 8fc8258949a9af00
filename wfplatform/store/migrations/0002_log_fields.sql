-- What a line of a step's log says besides its message: a JSON object, or nothing.
ALTER TABLE step_logs ADD COLUMN fields bytea;

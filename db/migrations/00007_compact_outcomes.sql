-- +goose Up

-- Lists of outcomes in a compact form (db/outcomes.go), a tenth of their JSON. What is stored already stays readable: it
-- keeps its text.
ALTER TABLE outcome_set ALTER COLUMN body TYPE bytea USING convert_to(body::text, 'UTF8');
ALTER TABLE run_result ALTER COLUMN own_outcomes TYPE bytea USING convert_to(own_outcomes::text, 'UTF8');

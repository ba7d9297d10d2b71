-- +goose Up

-- A run over 20,000 resellers with 1,000 plans changes more values than an integer holds.
ALTER TABLE run
    ALTER COLUMN changes TYPE bigint,
    ALTER COLUMN own_overwritten TYPE bigint,
    ALTER COLUMN own_kept TYPE bigint;

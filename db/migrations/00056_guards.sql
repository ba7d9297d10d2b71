-- A provider keeps synchronizations from what they set of each guard: by its key {"mode": "warn", "limit": 5}. What is not there is off. The
-- guards themselves are a table of the program.
-- +goose Up
ALTER TABLE account ADD COLUMN guards jsonb NOT NULL DEFAULT '{}';

-- A provider says by how many percent a price may change before whoever changes it is asked; 0 asks nobody.
-- +goose Up
ALTER TABLE account ADD COLUMN price_jump_limit integer NOT NULL DEFAULT 30 CHECK (price_jump_limit BETWEEN 0 AND 1000);

-- A run keeps how much there was to look at first, and where; runs that were made before keep nothing. A provider says below how many percent a
-- margin is low.
-- +goose Up
ALTER TABLE run ADD COLUMN looks jsonb;
ALTER TABLE account ADD COLUMN low_margin integer NOT NULL DEFAULT 10 CHECK (low_margin BETWEEN 0 AND 100);

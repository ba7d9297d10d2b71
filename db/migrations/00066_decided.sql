-- A run with Decide counts the own values about which it is decided: those that are taken, and those that stay. Earlier runs say neither.
-- +goose Up
ALTER TABLE run
    ADD COLUMN own_taken bigint NOT NULL DEFAULT 0,
    ADD COLUMN own_left bigint NOT NULL DEFAULT 0;

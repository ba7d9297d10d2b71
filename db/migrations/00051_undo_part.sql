-- An undo can take back a part of a run alone: what that is, as texts that each name a reseller or a plan. None: the whole run.
-- +goose Up
ALTER TABLE run ADD COLUMN part text[] NOT NULL DEFAULT '{}';

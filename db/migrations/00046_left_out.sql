-- What a run leaves out, as texts that name a reseller, a plan, a box at a plan or a value each: chosen in the preview of a dialog, and
-- kept with the run that was made of it.
-- +goose Up
ALTER TABLE dialog ADD COLUMN left_out text[] NOT NULL DEFAULT '{}';
ALTER TABLE run ADD COLUMN left_out text[] NOT NULL DEFAULT '{}';

-- What is decided about resellers' own values (rules D1 to D3), as texts, one after the other: in the preview of a dialog with Decide, and
-- kept with the run that was made of it.
-- +goose Up
ALTER TABLE dialog ADD COLUMN decisions text[] NOT NULL DEFAULT '{}';
ALTER TABLE run ADD COLUMN decisions text[] NOT NULL DEFAULT '{}';
ALTER TABLE run DROP CONSTRAINT run_policy_check;
ALTER TABLE run ADD CONSTRAINT run_policy_check CHECK (policy IN ('overwrite', 'keep', 'decide'));

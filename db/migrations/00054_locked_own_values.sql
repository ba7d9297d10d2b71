-- +goose Up

-- A reseller locks an own value, so that no run overwrites or drops it (rule G15): lock is their reason, '' where it is not locked.

ALTER TABLE own_value ADD COLUMN lock text NOT NULL DEFAULT '';

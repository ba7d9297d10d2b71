-- What confirms several plans is about plans that are not on sale, as pages call them, also where it was stored before.
-- +goose Up
ALTER TABLE change DISABLE TRIGGER change_append_only;
UPDATE change SET name = 'Plans not on sale' WHERE kind = 'plans_confirmed' AND name = 'Held plans';
ALTER TABLE change ENABLE TRIGGER change_append_only;

-- What changes of many things are about has a capital where it is shown, and is stored as it is shown; the first ones were stored without.
-- +goose Up
ALTER TABLE change DISABLE TRIGGER change_append_only;
UPDATE change SET name = upper(left(name, 1)) || substr(name, 2)
WHERE (kind, name) IN (('prices_changed', 'prices'), ('plans_confirmed', 'held plans'), ('plans_changed', 'service plans'),
    ('price_rules_changed', 'price rules'), ('own_values_locked', 'catalog'), ('own_values_unlocked', 'catalog'), ('catalog_changed', 'catalog'));
ALTER TABLE change ENABLE TRIGGER change_append_only;

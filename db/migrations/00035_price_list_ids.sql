-- What price lists from outside call plans and periods. Nothing that is stored has any of it.
-- +goose Up
ALTER TABLE plan_version
    ADD COLUMN product_id text NOT NULL DEFAULT '',
    ADD COLUMN sku_id     text NOT NULL DEFAULT '',
    ADD COLUMN segment    text NOT NULL DEFAULT '',
    ADD COLUMN market     text NOT NULL DEFAULT '';
ALTER TABLE period_version
    ADD COLUMN product_id   text NOT NULL DEFAULT '',
    ADD COLUMN sku_id       text NOT NULL DEFAULT '',
    ADD COLUMN billing_plan text NOT NULL DEFAULT '';

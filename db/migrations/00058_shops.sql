-- A reseller can let everybody see what they sell, under an address that they choose. Nobody has one until they do.
-- +goose Up
ALTER TABLE account
    ADD COLUMN shop_open boolean NOT NULL DEFAULT false,
    ADD COLUMN shop_name text NOT NULL DEFAULT '',
    ADD CHECK (NOT shop_open OR shop_name <> '');
CREATE UNIQUE INDEX account_shop_name ON account (shop_name) WHERE shop_name <> '';

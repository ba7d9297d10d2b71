-- The choices of the dialog Synchronize Reseller(s) under a name, of a vendor; boxes are the keys of check boxes with commas between them.
-- +goose Up
CREATE TABLE recipe (
    account_id bigint NOT NULL REFERENCES account (id),
    id         bigint NOT NULL UNIQUE DEFAULT nextval('object_id'),
    name       text   NOT NULL COLLATE "und-x-icu" CHECK (char_length(name) BETWEEN 1 AND 250),
    boxes      text   NOT NULL CHECK (boxes <> ''),
    reach      text   NOT NULL,
    policy     text   NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX recipe_name ON recipe (account_id, lower(name));

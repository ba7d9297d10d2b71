-- +goose Up

-- The accounts of a provider in the order of names, with whose they are: lists show fifty of ten thousand, and sorting names by a
-- collation is dear.
CREATE INDEX account_names ON account (provider_id, name COLLATE name_order, id) INCLUDE (parent_id);

-- +goose Up

-- How many of the values of a part are told: a line of a log shows three of a change and how many more there are, and had to read them
-- all to count them. Null in parts from before: they are read.
ALTER TABLE change_part ADD COLUMN told integer CHECK (told >= 0);

-- +goose Up

-- How lists are sorted and searched, whatever the locale of the database.

-- The order of names: alphabetical whatever the case, letters with accents beside those without, numbers by their value
-- ("2 GB" before "10 GB"). The screens sort what they have in memory alike (handlers/order.go).
CREATE COLLATION name_order (provider = icu, locale = 'und-u-kn-true');

-- contains_text reports whether a text contains another, whatever the case. Nothing in it is a pattern.
CREATE FUNCTION contains_text(whole text, part text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT strpos(lower(whole COLLATE "und-x-icu"), lower(part COLLATE "und-x-icu")) > 0
$$;

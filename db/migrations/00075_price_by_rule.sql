-- A function of SQL with a query in it is set up anew at each call: of the time that the reporting views took, most went to prices
-- that no rule makes. What price_by_rule makes is what it made, and what domain.PriceRule.Of makes.
-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION price_by_rule(rule text, delivered numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    word text[];
    exact numeric;
    decimals integer;
    step numeric; -- a price is a multiple of it, less what an ending like .99 takes off
    steps numeric; -- 1 / step
    less numeric;
    made numeric;
BEGIN
    IF rule IS NULL OR delivered IS NULL OR delivered = 0 THEN
        RETURN delivered;
    END IF;
    word := string_to_array(rule, ' ');
    exact := delivered * (100 + word[1]::numeric) * 0.01 + word[2]::numeric;
    IF exact < 0 THEN
        RETURN delivered;
    END IF;
    SELECT s.step, s.steps, s.less INTO step, steps, less
    FROM (VALUES ('0.05', 0.05, 20, 0), ('0.10', 0.1, 10, 0), ('0.99', 1, 1, 0.01), ('0.95', 1, 1, 0.05), ('1', 1, 1, 0), ('5', 5, 0.2, 0))
        AS s (rounding, step, steps, less)
    WHERE s.rounding = word[3];
    IF FOUND THEN
        made := round((exact + less) * steps) * step - less;
        IF made < 0 THEN
            made := made + step;
        END IF;
    ELSE
        decimals := greatest(word[4]::integer, scale(trim_scale(delivered)));
        IF decimals >= 12 THEN -- of 12, as many as 6 digits need
            decimals := 6 + (exact < 0.1)::int + (exact < 0.01)::int + (exact < 0.001)::int + (exact < 0.0001)::int
                + (exact < 0.00001)::int + (exact < 0.000001)::int;
        END IF;
        made := round(exact, decimals);
    END IF;
    IF made <= 0 OR made >= 1000000000000000 THEN
        RETURN delivered;
    END IF;
    RETURN made;
END
$$;
-- +goose StatementEnd

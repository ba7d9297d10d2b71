package domain

import (
	"encoding/json"
	"errors"
)

// MarshalJSON writes the canonical text, or null for a price that is not set: equal prices are equal bytes, which the
// content hashes of package db rely on. An amount that could not be converted exists only inside an Offer and is refused.
func (p Price) MarshalJSON() ([]byte, error) {
	switch {
	case p.NoRate():
		return nil, errors.New("a price without an exchange rate cannot be stored")
	case p.IsSet():
		return []byte(`"` + p.text + `"`), nil
	default:
		return []byte("null"), nil
	}
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Price) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	if text == nil {
		*p = Price{}
		return nil
	}
	price, err := PriceFromString(*text)
	*p = price
	return err
}

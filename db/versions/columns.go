package versions

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"tiersync/domain"
)

// Terms is a column of type jsonb: terms that a vendor edits, outside of any catalog, in their canonical form. Nil is null.
type Terms struct{ *domain.Terms }

// Scan implements sql.Scanner.
func (t *Terms) Scan(src any) (err error) {
	t.Terms = nil
	body, err := jsonColumn(src)
	if body != nil {
		t.Terms, err = readPart[termsForm](body)
	}
	return err
}

// Value implements driver.Valuer.
func (t Terms) Value() (driver.Value, error) {
	if t.Terms == nil {
		return nil, nil
	}
	body, err := writeForm(nil, normalTerms(t.Terms), (*form).terms)
	return string(body), err
}

// Transitions is a column of type jsonb: those of an order flow that a vendor edits, sorted as those of a domain.OrderFlow. They are
// [] when there are none; null is none, too.
type Transitions []domain.Transition

// Scan implements sql.Scanner.
func (t *Transitions) Scan(src any) error {
	*t = nil
	body, err := jsonColumn(src)
	if body == nil {
		return err
	}
	var list []transitionForm
	err = json.Unmarshal(body, &list)
	*t = each(list, transitionForm.transition)
	return err
}

// Value implements driver.Valuer.
func (t Transitions) Value() (driver.Value, error) {
	list := normalOrderFlow(&domain.OrderFlow{Transitions: t}).Transitions
	if len(list) == 0 {
		return "[]", nil
	}
	f := &form{}
	objectArray(f, list, (*form).transition)
	return string(f.body), nil
}

// jsonColumn returns what a column of type jsonb holds, nil for null.
func jsonColumn(src any) ([]byte, error) {
	body, ok := src.([]byte)
	if !ok && src != nil {
		return nil, fmt.Errorf("%T is not JSON", src)
	}
	return body, nil
}

package domain

import "time"

// PlanEdit is a reseller's change of a plan that was delivered to him. Set and Reset collect; Own answers what he has of
// his own afterwards. The state it started from stays as it is.
type PlanEdit struct {
	delivered *Plan
	effective *Plan
	own       *Own
	by        UserID
	at        time.Time
}

// EditPlan starts a change of a delivered plan. It fails with KindNotFound where nothing was delivered under this id.
func (s State) EditPlan(id PlanID, by UserID, at time.Time) (*PlanEdit, error) {
	var delivered *Plan
	if s.Delivered != nil {
		delivered = s.Delivered.Plan(id)
	}
	if delivered == nil {
		return nil, NotFound("The service plan")
	}
	e := &PlanEdit{delivered: delivered, effective: delivered, own: s.Own, by: by, at: at}
	if layer := s.Own.Layer(id); layer != nil {
		e.effective = layer.over(delivered)
	}
	return e, nil
}

// Effective is the plan as the reseller has it before the change.
func (e *PlanEdit) Effective() *Plan { return e.effective }

// Set makes a value the reseller's own, unless it is what he has anyway: whoever saves a form without touching a field has
// not made it his own.
func (e *PlanEdit) Set(key Key, value string) {
	key.Plan = e.delivered.ID
	have, there := e.effective.Value(key)
	if !there || have == value {
		return
	}
	base, _ := e.delivered.Value(key)
	e.own = e.own.With(Override{Key: key, Value: value, Base: base, By: e.by, At: e.at})
}

// Reset gives a value back to the vendor: the delivered one counts again. An upgrade path goes back as a whole.
func (e *PlanEdit) Reset(key Key) {
	key.Plan = e.delivered.ID
	if key.Field.Info().Of != ObjectUpgrade {
		e.own = e.own.Without(key)
		return
	}
	for _, row := range upgradeTable {
		e.own = e.own.Without(key.of(row.Field))
	}
}

// SetUpgrade adds a path of the reseller's own, or changes one.
func (e *PlanEdit) SetUpgrade(u Upgrade) {
	for _, v := range u.Values(e.delivered.ID) {
		base, _ := e.delivered.Value(v.Key)
		e.own = e.own.With(Override{Key: v.Key, Value: v.Value, Base: base, By: e.by, At: e.at})
	}
}

// Confirm puts a held plan on sale: whatever was delivered without prices is confirmed. It is refused while a price that
// the plan needs is not set (rule 1e).
func (e *PlanEdit) Confirm() error {
	if e.effective.PriceMissing() {
		return Invalid("Set every price of the active periods and their resources first, then confirm.")
	}
	for _, period := range e.effective.Periods {
		if period.Unpriced {
			e.Set(Key{Field: FieldConfirmation, Period: period.ID}, Yes)
		}
	}
	for _, rate := range e.effective.Rates {
		if rate.Unpriced {
			e.Set(Key{Field: FieldConfirmation, Resource: rate.Resource}, Yes)
		}
	}
	return nil
}

// Publish puts the plan on sale or takes it off; back to what was delivered is no own value. A plan that is Disabled by
// Provider can only be enabled by a run.
func (e *PlanEdit) Publish(on bool) error {
	if e.effective.Disabled {
		return Invalid("This service plan is Disabled by Provider. Only your provider can enable it again.")
	}
	key := Key{Field: FieldPublished}
	if on == e.delivered.Published {
		e.Reset(key)
	} else {
		e.Set(key, YesNo(on))
	}
	return nil
}

// Own returns what the reseller has of his own with the change made. It fails with KindInvalid where an included amount
// does not go with the delivered limits; the message is for the field "included".
func (e *PlanEdit) Own() (*Own, error) {
	layer := e.own.Layer(e.delivered.ID)
	if layer == nil {
		return e.own, nil
	}
	for _, rate := range layer.over(e.delivered).Rates {
		if wrong := rate.Limits().problems(); len(wrong) > 0 {
			return nil, invalidField("included", wrong[0].Message)
		}
	}
	return e.own, nil
}

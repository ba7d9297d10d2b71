package domain

import (
	"slices"
	"strings"
)

// thingOf returns the thing outside the catalog that has these values; now is what it was, nil where it is new.
func thingOf(ref Ref, now Thing, values []KeyedValue) Thing {
	switch ref.Of {
	case ObjectTemplate:
		was, _ := now.(*TemplateRow)
		t := templateOf(orZero(was), values)
		t.ID = TemplateID(ref.ID)
		return &t
	case ObjectResource:
		r := made(Resource{ID: ResourceID(ref.ID)}, resourceTable, values)
		return &r
	case ObjectNotification:
		t := made(NotificationTemplate{ID: NotificationID(ref.ID)}, notificationTable, values)
		return &t
	case ObjectFlow:
		f := flowOf(FlowID(ref.ID), values)
		return &f
	case ObjectExchangeRate:
		r := made(ExchangeRate{Currency: Currency(ref.Code)}, exchangeRateTable, values)
		return &r
	case ObjectReseller:
		was, _ := now.(*Account)
		a := made(orZero(was), accountTable, values)
		return &a
	case ObjectUser:
		was, _ := now.(*UserRow)
		u := userOf(orZero(was), values)
		u.ID = UserID(ref.ID)
		return &u
	}
	return nil
}

// checkThing says what is wrong with a thing outside the catalog after a change.
func checkThing(c Change, s Situation, a Applied) error {
	var k keyed
	for _, e := range a.Edits {
		if e.To.There {
			k.add(e.Key, e.Key.Field.Info().ValueProblem(e.To.Text, s.Viewer.Account.Currency))
		}
	}
	var err error
	switch after := a.After.(type) {
	case nil:
		err = s.Facts.removable(c.About)
	case *TemplateRow:
		k.template(s, a.Edits)
	case *OrderFlow:
		k.flow(*after)
	case *ExchangeRate:
		if after.Currency == s.Viewer.Account.Currency {
			k.add(Key{Field: FieldExchangeRate}, "This is your own currency")
		}
	case *Account:
		err = k.account(c, s, *after)
	case *UserRow:
		err = checkUserChange(c, s, *after)
	}
	if err != nil {
		return err
	}
	return k.err()
}

// template looks at what a template was made to deliver: plans that the vendor has, and flows that they may use.
func (k *keyed) template(s Situation, edits []Edit) {
	effective := s.Now.Effective()
	for _, e := range edits {
		switch {
		case !e.To.There:
		case e.Key.Field == FieldTemplatePlan && effective.Plan(e.Key.Plan) == nil,
			e.Key.Field == FieldTemplatePrivilege && !slices.Contains(Privileges(), Privilege(e.Key.Name)),
			e.Key.Field == FieldTemplateFlow && e.To.Text != "0" && !slices.Contains(s.Facts.Flows, FlowID(parseInt(e.To.Text))):
			k.add(e.Key, chooseFromList)
		}
	}
}

// flow looks at an order flow that templates deliver.
func (k *keyed) flow(f OrderFlow) {
	k.add(Key{Field: FieldFlowName}, NameProblem(f.Name))
	for _, t := range f.Transitions {
		var p problems
		t.check(&p)
		for _, wrong := range p {
			*k = append(*k, FieldError{Key: TransitionKey(f.ID, t), Field: wrong.Field, Message: wrong.Message})
		}
	}
}

// account looks at the settings of an account below the viewer's, or of their own.
func (k *keyed) account(c Change, s Situation, a Account) error {
	self := AccountID(c.About.ID) == s.Viewer.Account.ID
	switch {
	case self && a.Kind == Reseller:
		return Forbidden("Only your provider can change the protections of your own account.")
	case self && a.Status != s.Viewer.Account.Status:
		return Forbidden("You cannot change the status of your own account.")
	case a.Kind == Provider && (a.Switches.OperatingUnit || a.Switches.DisableCategories || a.Switches.DisablePrices):
		return Invalid("A provider has no protections: nobody synchronizes them.")
	case a.Kind == Reseller && a.Switches.SyncDisplayCategory:
		k.add(Key{Field: FieldSyncDisplay}, "Only a provider can have this setting")
	case a.Switches.DisablePrices && !a.Switches.OperatingUnit:
		k.add(Key{Field: FieldDisablePrices}, "Make the reseller an operating unit first")
	}
	return nil
}

// checkUserChange refuses what would give somebody more than the viewer has, or touch who has more (faults 112), and the end of
// the last administrator.
func checkUserChange(c Change, s Situation, after UserRow) error {
	before, _ := s.Thing.(*UserRow)
	if err := CheckGrant(s.Viewer, orZero(before).User, after.User); err != nil {
		return err
	}
	if s.Facts.Administrator && (after.Role != Administrator || !after.Active) {
		return LastAdministrator()
	}
	var k keyed
	for _, right := range after.Rights {
		if !slices.Contains(Privileges(), right) {
			k.add(Key{Field: FieldUserRight, Name: string(right)}, chooseFromList)
		}
	}
	if strings.TrimSpace(after.Name) == "" {
		k.add(Key{Field: FieldUserName}, "Enter a name")
	}
	return k.err()
}

package domain

import (
	"slices"
	"strings"
)

// checkThing says what is wrong with a thing outside the catalog after a change.
func checkThing(c Change, s Situation, a Applied) error {
	var k keyed
	for _, e := range a.Edits {
		if e.To.There {
			k.add(e.Key, e.Key.Field.Info().ValueProblem(e.To.Text, 0))
		}
	}
	k.complete(c, s, a.After)
	if err := k.numbered(c, s, a.Edits); err != nil {
		return err
	}
	var err error
	switch after := a.After.(type) {
	case nil:
		err = s.Facts.removable(c.About)
	case *TemplateRow:
		err = k.template(s, *after, a.Edits)
	case *OrderFlow:
		k.flow(*after, a.Edits)
	case *ExchangeRate:
		k.exchangeRate(s, *after)
	case *Account:
		err = k.account(c, s, *after, a.Edits)
	case *UserRow:
		err = k.user(c, s, *after, a.Edits)
	}
	if err == nil {
		err = k.err()
	}
	if err == nil && foreign(a.After, a.Edits) {
		err = errDamaged()
	}
	return err
}

// complete refuses a new thing of which only some values are typed, and not those that each has.
func (k *keyed) complete(c Change, s Situation, after Thing) {
	if s.Thing != nil || after == nil {
		return
	}
	has := thingRecord(after)
	for _, info := range fieldInfos {
		if key := (Key{Field: info.Field}); info.Of == c.About.Of && info.Required {
			k.add(key, info.ValueProblem(has[key].Text, 0))
		}
	}
}

// unseen refuses what does not fit what its maker looked at: to make what was there, and to remove a transition that was not.
func (c Change) unseen(seen record) error {
	for _, e := range c.Edits {
		switch {
		case e.From.There || !e.To.There || !seen[e.Key].There || c.Undoes != 0:
		case e.Key.Field == FieldTransition:
			return invalidField("to", "There is a transition between these statuses already")
		case e.Key.Field == FieldExchangeRate:
			return invalidField("currency", "There is a rate of "+c.About.Code+" already: edit that one")
		}
	}
	for _, key := range c.Without {
		if key.Field == FieldTransition && !seen[key].There {
			return Invalid("This transition is not there any more.")
		}
	}
	return nil
}

// foreign reports whether one of the edits is about a value that the thing does not have.
func foreign(after Thing, edits []Edit) bool {
	has := thingRecord(after)
	return slices.ContainsFunc(edits, func(e Edit) bool { return !sameHeld(e.Key, has[e.Key], e.To) })
}

// template looks at what a template was made to deliver: plans that the vendor has, flows that they may use, and its documents.
func (k *keyed) template(s Situation, t TemplateRow, edits []Edit) error {
	effective := s.Now.Effective()
	for _, e := range edits {
		switch {
		case !e.To.There:
		case e.Key.Field == FieldTemplatePlan && effective.Plan(e.Key.Plan) == nil:
			k.missing(e.Key, Ref{Of: ObjectPlan, ID: int64(e.Key.Plan)}, chooseFromList)
		case e.Key.Field == FieldTemplateFlow && e.To.Text != "0" && !slices.Contains(s.Facts.Flows, FlowID(parseInt(e.To.Text))):
			k.missing(e.Key, Ref{Of: ObjectFlow, ID: parseInt(e.To.Text)}, chooseFromList)
		case e.Key.Field == FieldTemplatePrivilege && !slices.Contains(Privileges(), Privilege(e.Key.Name)):
			k.add(e.Key, chooseFromList)
		}
	}
	was := thingRecord(s.Thing)
	for _, d := range orZero(t.Terms).Documents {
		key := documentKey(d)
		touched := slices.ContainsFunc(edits, func(e Edit) bool { return RefOf(e.Key) == Ref{Of: ObjectTerms, ID: d.ID} })
		made := slices.ContainsFunc(edits, func(e Edit) bool { return e.Key == key })
		switch {
		case touched && !made && !was[key].There:
			return errDamaged()
		case touched:
			k.document(d)
		}
	}
	return nil
}

// document looks at a document of the terms.
func (k *keyed) document(d Document) {
	key := documentKey(d)
	k.add(key.of(FieldDocumentName), nameMissing(d.Name))
	if strings.TrimSpace(d.Text) == "" {
		k.add(key.of(FieldDocumentText), "Enter the text")
	}
}

// flow looks at what was changed of an order flow that templates deliver.
func (k *keyed) flow(f OrderFlow, edits []Edit) {
	k.add(Key{Field: FieldOrderFlow}, nameMissing(f.Name))
	for _, e := range edits {
		step, ok := TransitionOf(e.Key)
		if ok && e.To.There {
			k.parts(e.Key, step.problems())
		}
	}
}

// exchangeRate looks at a rate and, where it is new, at the currency that it is of.
func (k *keyed) exchangeRate(s Situation, r ExchangeRate) {
	var message string
	switch {
	case r.Currency == s.Viewer.Account.Currency:
		message = "This is your own currency"
	case s.Thing == nil:
		message = CurrencyProblem(r.Currency, s.Facts.Currencies...)
	}
	if message != "" {
		k.more(FieldError{Field: "currency", Message: message})
	}
}

// ofPriceLimits reports whether an edit sets from where on a price of a provider's is to be looked at.
func ofPriceLimits(e Edit) bool {
	return e.Key.Field == FieldJumpLimit || e.Key.Field == FieldLowMargin
}

// ofGuards reports whether an edit sets what a provider keeps runs from.
func ofGuards(e Edit) bool {
	is, _ := setsGuard(e.Key.Field)
	return is
}

// onlyOwn reports whether a change is of a kind that sets these settings of the account of who makes it, and nothing else; such settings
// are set by no other kind.
func onlyOwn(ofKind, self bool, edits []Edit, setting func(Edit) bool) (is bool, err error) {
	if !ofKind && !slices.ContainsFunc(edits, setting) {
		return false, nil
	}
	if !ofKind || !self || slices.ContainsFunc(edits, func(e Edit) bool { return !setting(e) }) {
		return true, errDamaged()
	}
	return true, nil
}

// account looks at the settings of an account below the viewer's, or of their own.
func (k *keyed) account(c Change, s Situation, a Account, edits []Edit) error {
	for _, e := range edits {
		if e.Key.Field == FieldAccountName || e.Key.Field == FieldAccountCurrency {
			k.add(e.Key, "This stays as it is")
		}
	}
	self := AccountID(c.About.ID) == s.Viewer.Account.ID
	if asks := c.Kind == TwoStepAsked; asks || sets(edits, Key{Field: FieldAskTwoStep}) {
		return checkAsking(asks && len(edits) == 1, self)
	}
	if is, err := onlyOwn(c.Kind == JumpLimitSet, self, edits, ofPriceLimits); is {
		return err
	}
	if is, err := onlyOwn(c.Kind == GuardsSet, self, edits, ofGuards); is {
		return err
	}
	if shop := c.Kind == ShopSet; shop || slices.ContainsFunc(edits, ofShop) {
		if !shop || !self || slices.ContainsFunc(edits, func(e Edit) bool { return !ofShop(e) }) {
			return errDamaged()
		}
		k.shop(a.Shop)
		return nil
	}
	if moves := c.Kind == ResellerMoved; moves || sets(edits, Key{Field: FieldVendor}) {
		if !moves || len(edits) > 1 || self || a.Kind == Provider {
			return errDamaged()
		}
		if len(edits) == 0 { // they stay where they are
			return nil
		}
		return k.moved(s, AccountID(c.About.ID), a)
	}
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

// user refuses what would give somebody more than the viewer has, or touch who has more (fault 112), and the end of the last
// administrator.
func (k *keyed) user(c Change, s Situation, after UserRow, edits []Edit) error {
	before, _ := s.Thing.(*UserRow)
	kind := c.Kind.Info()
	if err := kind.checkWho(s.Viewer, orZero(before).User, after.User); err != nil {
		return err
	}
	if s.Facts.Administrator && (after.Role != Administrator || !after.Active) {
		return lastAdministrator()
	}
	if kind.Has(Makes) != (before == nil) || !c.hides(s.Viewer) || kind.Has(OfOneself) && !ownEdits(kind.Kind, edits) {
		return errDamaged()
	}
	if err := checkTwoStep(c, orZero(before), after, edits); err != nil {
		return err
	}
	for _, right := range after.Rights {
		if !slices.Contains(RightsIn(s.Viewer.Account.Kind), right) {
			k.add(Key{Field: FieldUserRight, Name: string(right)}, chooseFromList)
		}
	}
	return nil
}

// bodyLimit is how many characters the body of a notification template may have.
const bodyLimit = 20_000

// unitLimit is how many characters the unit of a resource may have.
const unitLimit = 50

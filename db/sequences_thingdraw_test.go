package db_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tiersync/domain"
)

// What there is of things outside catalogs, and what is drawn for them. A new field is drawn by its kind of value; what stands in no
// table here fails.

// plant finds the things of the provider and of a reseller who sells on.
func (p *thingPlay) plant() {
	p.t.Helper()
	for _, b := range []things{providers, providers2, resellers, resellers2} {
		own := []domain.Ref{{Of: domain.ObjectTemplate, ID: int64(b.template())}, {Of: domain.ObjectTemplate, ID: int64(b.emptyTemplate())},
			{Of: domain.ObjectReseller, ID: int64(b.customer())}, {Of: domain.ObjectUser, ID: int64(b.user())}, {Of: domain.ObjectRecipe, ID: int64(b.recipe())}, {Of: domain.ObjectUser, ID: int64(b.inactive())}}
		if !b.ofReseller() {
			own = append(own, domain.Ref{Of: domain.ObjectResource, ID: int64(b.resource())}, domain.Ref{Of: domain.ObjectNotification, ID: int64(b.notification())},
				domain.Ref{Of: domain.ObjectFlow, ID: int64(b.flow())}, domain.Ref{Of: domain.ObjectExchangeRate, Code: string(currencyOf(b))})
		}
		for _, about := range own {
			p.things = append(p.things, &thing{vendor: b.vendor(), about: about})
		}
	}
	p.things = append(p.things, &thing{vendor: accountP, about: domain.Ref{Of: domain.ObjectReseller, ID: int64(accountP)}},
		&thing{vendor: accountR1, about: domain.Ref{Of: domain.ObjectReseller, ID: int64(accountR1)}},
		&thing{vendor: accountP, about: domain.Ref{Of: domain.ObjectExchangeRate, Code: "JPY"}})
	for _, of := range p.things {
		of.now = p.stored(of)
	}
}

// stored is what pages read of a thing; nothing where it is not there.
func (p *thingPlay) stored(of *thing) thingValues {
	p.t.Helper()
	v := p.viewer(administratorOf(of.vendor))
	read := map[domain.Object]func() (domain.Thing, error){
		domain.ObjectTemplate: func() (domain.Thing, error) { return p.db.Template(p.t.Context(), v, domain.TemplateID(of.about.ID)) },
		domain.ObjectReseller: func() (domain.Thing, error) {
			return p.db.Account(p.t.Context(), v.Account.ID, domain.AccountID(of.about.ID))
		},
		domain.ObjectUser: func() (domain.Thing, error) { return p.db.ManagedUser(p.t.Context(), v, domain.UserID(of.about.ID)) },
		domain.ObjectResource: func() (domain.Thing, error) {
			return among(p.db.Resources(p.t.Context(), v))(func(r domain.Resource) bool { return int64(r.ID) == of.about.ID })
		},
		domain.ObjectNotification: func() (domain.Thing, error) {
			return among(p.db.NotificationTemplates(p.t.Context(), v))(func(n domain.NotificationTemplate) bool { return int64(n.ID) == of.about.ID })
		},
		domain.ObjectRecipe: func() (domain.Thing, error) {
			return among(p.db.Recipes(p.t.Context(), v))(func(r domain.Recipe) bool { return int64(r.ID) == of.about.ID })
		},
		domain.ObjectFlow: func() (domain.Thing, error) {
			return among(p.db.OrderFlows(p.t.Context(), v))(func(f domain.OrderFlow) bool { return int64(f.ID) == of.about.ID })
		},
		domain.ObjectExchangeRate: func() (domain.Thing, error) {
			return among(p.db.ExchangeRates(p.t.Context(), v))(func(r domain.ExchangeRate) bool { return string(r.Currency) == of.about.Code })
		},
	}[of.about.Of]
	if read == nil {
		p.t.Fatalf("nothing says how a %s is read", of.about.Of)
	}
	found, err := read()
	p.check(err)
	values := thingValues{}
	if found != nil {
		for _, value := range found.Values() {
			values[value.Key] = shownValue(value.Key, value.Value)
		}
	}
	return values
}

// among finds one of a list; nil where it is not there.
func among[T domain.Thing](list []T, err error) func(func(T) bool) (domain.Thing, error) {
	return func(is func(T) bool) (domain.Thing, error) {
		if i := slices.IndexFunc(list, is); i >= 0 {
			return list[i], err
		}
		return nil, err
	}
}

// shownValue is a value as it is compared: that something is there does not tell what it is called.
func shownValue(key domain.Key, text string) string {
	if key.Field.Info().Kind == domain.PresenceValue {
		return domain.Yes
	}
	return text
}

func (p *thingPlay) oneIn(n int) bool { return p.random.IntN(n) == 0 }

func pickOf[T any](p *thingPlay, list []T) T { return list[p.random.IntN(len(list))] }

// oneSetting is what kinds of change set of the own account that set nothing else.
var oneSetting = map[domain.ChangeKind]domain.Field{domain.DisplaySynchronized: domain.FieldSyncDisplay, domain.TwoStepAsked: domain.FieldAskTwoStep,
	domain.JumpLimitSet: domain.FieldJumpLimit, domain.GuardsSet: "guard_own_values_limit", domain.ShopSet: domain.FieldShopName}

// drawThing is one that a change of the kind is about, or a new one; nil where there is none.
func (p *thingPlay) drawThing(kind domain.ChangeKind) *thing {
	info := kind.Info()
	own := oneSetting[kind] != "" // of themselves
	var there []*thing
	for _, of := range p.things {
		self := of.about.Of == domain.ObjectReseller && of.about.ID == int64(of.vendor)
		if of.about.Of == info.Of && self == own && (len(of.now) > 0 || of.about.Of.Info().ByCode) && (info.Who != domain.ProvidersOnly || of.vendor == accountP) &&
			(info.Who != domain.ResellersOnly || of.vendor != accountP) {
			there = append(there, of)
		}
	}
	if len(there) == 0 {
		return nil
	}
	if of := info.Of.Info(); of.Removable && !of.ByCode && p.oneIn(4) {
		return &thing{vendor: accountP, about: domain.Ref{Of: info.Of, ID: domain.NewID, Name: "New"}, now: thingValues{}}
	}
	return pickOf(p, there)
}

// draw is what is typed of a thing: all of a new one, or another text at up to three values and now and then a member more or less.
func (p *thingPlay) draw(kind domain.ChangeKind, of *thing) (typed []domain.KeyedValue, without []domain.Key) {
	p.t.Helper()
	keys := p.drawable(kind, of.now)
	if len(of.now) == 0 {
		for _, f := range domain.Fields() {
			if key := (domain.Key{Field: f.Field}); f.Of == of.about.Of {
				typed = append(typed, domain.KeyedValue{Key: key, Value: p.drawText(key, "")})
			}
		}
		if of.about.Of == domain.ObjectFlow {
			key := domain.Key{Field: domain.FieldOrderFlow}
			typed = append(typed, domain.KeyedValue{Key: key, Value: p.drawText(key, "")})
		}
		return typed, nil
	}
	if members := p.members(of); len(members) > 0 && p.oneIn(2) {
		if member := pickOf(p, members); heldOf(of.now, member[0].Key).There {
			for _, value := range member {
				without = append(without, value.Key)
			}
			return nil, without
		} else {
			return member, nil
		}
	}
	p.random.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	for _, key := range keys[:min(len(keys), 1+p.random.IntN(3))] {
		typed = append(typed, domain.KeyedValue{Key: key, Value: p.drawText(key, of.now[key])})
	}
	return typed, nil
}

// drawable are the values of a thing that can become others.
func (p *thingPlay) drawable(kind domain.ChangeKind, now thingValues) []domain.Key {
	var keys []domain.Key
	for key := range now {
		fixed := key.Field.Info().Kind == domain.PresenceValue || slices.Contains([]domain.Field{domain.FieldAccountName, domain.FieldAccountCurrency,
			domain.FieldUserTwoStep, domain.FieldAskTwoStep, domain.FieldJumpLimit, domain.FieldLowMargin, domain.FieldVendor, domain.FieldShopOpen, domain.FieldShopName}, key.Field) ||
			strings.HasPrefix(string(key.Field), "guard_")
		if one := oneSetting[kind]; one == "" && !fixed || key.Field == one {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b domain.Key) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return keys
}

// drawText is another text for a value, or now and then the same.
func (p *thingPlay) drawText(key domain.Key, now string) string {
	p.t.Helper()
	lists := map[domain.Field][]string{
		domain.FieldAccountStatus:     {string(domain.AccountActive), string(domain.AccountOnHold), string(domain.AccountClosed)},
		domain.FieldUserRole:          {string(domain.Administrator), string(domain.Operator), string(domain.Operator), string(domain.ReadOnly)},
		domain.FieldTermsAcceptance:   domain.AcceptanceModes(),
		domain.FieldDocumentEffective: {"2026-01-31", "2026-02-28"},
		domain.FieldTemplateFlow:      p.flows(),
		domain.FieldRecipeBoxes:       {"update_fees", "update_fees,update_prices"},
		domain.FieldRecipeReach:       {string(domain.AllLevels), string(domain.DirectOnly)},
		domain.FieldRecipePolicy:      {string(domain.Overwrite), string(domain.Keep)},
	}
	info := key.Field.Info()
	p.serial++
	switch {
	case lists[key.Field] != nil:
		return pickOf(p, lists[key.Field])
	case key.Field == domain.FieldUserEmail:
		return fmt.Sprintf("u%d@drawn.example", p.serial)
	case key.Field == domain.FieldShopName:
		return fmt.Sprintf("shop-%d", p.serial)
	case info.Kind == domain.TextValue || info.Kind == domain.LineValue:
		return fmt.Sprint("Text ", p.serial)
	case info.Kind == domain.RateValue:
		return pickOf(p, []string{"0.9", "1.25", "110"})
	case info.Kind == domain.NumberValue:
		return fmt.Sprint(p.serial % info.Limit)
	case info.Kind == domain.FlagValue:
		return domain.YesNo(now != domain.Yes)
	}
	p.t.Fatalf("nothing says what %s can be", key.Field)
	return ""
}

// flows are the ids of the order flows that there are, with none.
func (p *thingPlay) flows() []string {
	list := []string{"0"}
	for _, of := range p.things {
		if of.about.Of == domain.ObjectFlow && len(of.now) > 0 {
			list = append(list, fmt.Sprint(of.about.ID))
		}
	}
	return list
}

// members are the values of a thing that can be there or not, with what goes with each; the first says that it is there.
func (p *thingPlay) members(of *thing) (list [][]domain.KeyedValue) {
	add := func(key domain.Key, value string) { list = append(list, []domain.KeyedValue{{Key: key, Value: value}}) }
	switch of.about.Of {
	case domain.ObjectTemplate:
		for _, b := range []things{providers, providers2, resellers, resellers2} {
			if b.vendor() == of.vendor {
				add(domain.Key{Field: domain.FieldTemplatePlan, Plan: b.plan()}, domain.Yes)
				add(domain.Key{Field: domain.FieldTemplatePlan, Plan: b.spare()}, domain.Yes)
			}
		}
		for _, right := range domain.Privileges()[:3] {
			add(domain.Key{Field: domain.FieldTemplatePrivilege, Name: string(right)}, domain.Yes)
		}
		p.serial++ // a document that was removed comes back by an undo only
		list = append(list, providers.newDocument(int64(p.serial)).Values())
		for key := range of.now {
			if document, inside := documentOf(key); inside && document == key {
				list = append(list, providers.newDocument(domain.RefOf(key).ID).Values())
			}
		}
		sortMembers(list)
	case domain.ObjectFlow:
		for _, kind := range domain.OrderTypes()[:3] {
			add(domain.TransitionKey(domain.FlowID(of.about.ID), domain.Transition{OrderType: kind, From: "New", To: "Done"}), domain.Yes)
		}
	case domain.ObjectUser:
		for _, right := range domain.Privileges()[:4] {
			add(domain.Key{Field: domain.FieldUserRight, Name: string(right)}, domain.Yes)
		}
	}
	return list
}

// sortMembers brings what was found in a map into one order.
func sortMembers(list [][]domain.KeyedValue) {
	slices.SortFunc(list, func(a, b []domain.KeyedValue) int { return cmp.Compare(fmt.Sprint(a[0].Key), fmt.Sprint(b[0].Key)) })
}

// withoutRights takes the rights of their own away from whoever became no operator, or was given some without being one.
func (p *thingPlay) withoutRights(now, next thingValues) {
	touched := false
	for key := range differences(now, next) {
		touched = touched || key.Field == domain.FieldUserRole || key.Field == domain.FieldUserRight
	}
	if touched && next[domain.Key{Field: domain.FieldUserRole}] != string(domain.Operator) {
		for key := range next {
			if key.Field == domain.FieldUserRight {
				delete(next, key)
			}
		}
	}
}

// wrong says why a thing cannot become this; "" where it can.
func (p *thingPlay) wrong(of *thing, next thingValues) string {
	yes := func(field domain.Field) bool { return next[domain.Key{Field: field}] == domain.Yes }
	changed := differences(of.now, next)
	flow := domain.Key{Field: domain.FieldTemplateFlow}
	gone := func(of *thing) bool {
		return of.about.Of == domain.ObjectFlow && fmt.Sprint(of.about.ID) == next[flow] && len(of.now) == 0
	}
	switch {
	case len(changed) == 0:
		return ""
	case of.about.Of == domain.ObjectReseller && of.about.ID != int64(of.vendor) && yes(domain.FieldSyncDisplay):
		return "it is a provider's setting"
	case of.about.Of == domain.ObjectReseller && yes(domain.FieldDisablePrices) && !yes(domain.FieldOperatingUnit):
		return "they are no operating unit"
	case changed[flow][1].There && slices.ContainsFunc(p.things, gone):
		return "the flow is gone"
	}
	return ""
}

// used reports whether a template delivers an order flow.
func (p *thingPlay) used(of *thing) bool {
	return of.about.Of == domain.ObjectFlow && slices.ContainsFunc(p.things, func(t *thing) bool {
		return t.now[domain.Key{Field: domain.FieldTemplateFlow}] == fmt.Sprint(of.about.ID)
	})
}

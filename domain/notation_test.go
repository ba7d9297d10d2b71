package domain

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// edit applies one statement of a given or edit section.
func (w *world) edit(line string) error {
	s, err := parse(line)
	if err != nil {
		return err
	}
	switch s.who {
	case "provider", "reseller":
		return w.editAccount(s)
	case "exchange":
		return w.editExchange(s)
	case "notification":
		w.visible = maps.Clone(w.visible)
		w.visible[NotificationID(w.names.id("notification", s.verb))] = slices.Equal(s.attributes, []string{"visible"})
		return nil
	case "template":
		return w.editTemplate(s)
	}
	v := w.vendor(s.who)
	if v == nil {
		return fmt.Errorf("%q: nobody is called %s", line, s.who)
	}
	if err := w.editVendor(v, s); err != nil {
		return fmt.Errorf("%q: %w", line, err)
	}
	return nil
}

// editAccount reads "provider P: USD", "reseller A under P: EUR, operating unit" and "reseller A: on hold".
func (w *world) editAccount(s statement) error {
	v := w.vendor(s.verb)
	if v == nil {
		var parent *vendor
		if len(s.what) == 2 && s.what[0] == "under" {
			parent = w.vendor(s.what[1])
		}
		v = w.addVendor(s.verb, parent, Currency(s.attributes[0]))
		s.attributes = s.attributes[1:]
	}
	for _, attribute := range s.attributes {
		setting, off := strings.CutPrefix(attribute, "no ")
		if plan, also := strings.CutPrefix(attribute, "another template delegates "); also {
			v.elsewhere = append(v.elsewhere, PlanID(w.names.id("plan", plan)))
			slices.Sort(v.elsewhere)
			continue
		}
		switch setting {
		case "operating unit":
			v.switches.OperatingUnit = !off
		case "prices protected":
			v.switches.DisablePrices = !off
		case "sales categories protected":
			v.switches.DisableCategories = !off
		case "display synchronized":
			v.switches.SyncDisplayCategory = !off
		case "closed":
			v.account = AccountClosed
		case "account on hold":
			v.account = AccountOnHold
		case "active":
			v.account, v.subscription = AccountActive, Active
		case "ordered", "graced", "on hold", "expired", "terminated", "canceled":
			v.subscription = SubscriptionStatus(strings.ToUpper(setting[:1]) + setting[1:])
		default:
			return fmt.Errorf("%q: unknown setting %q", s.line, attribute)
		}
	}
	return nil
}

// editExchange reads "exchange rate: 1 USD = 0.5 EUR" and "exchange rate: EUR unknown".
func (w *world) editExchange(s statement) error {
	words := strings.Fields(strings.Join(s.attributes, " "))
	rates := maps.Clone(w.rates)
	switch {
	case len(words) == 5:
		d, err := decimal.NewFromString(words[3])
		if err != nil {
			return err
		}
		rates[Currency(words[4])] = d
	case len(words) == 2 && words[1] == "unknown":
		delete(rates, Currency(words[0]))
	default:
		return fmt.Errorf("%q: unknown words", s.line)
	}
	w.rates = rates
	return nil
}

// editTemplate reads "template delegates Mail Web", "template withdraws Mail", "template privileges: ...",
// "template order flow Standard: Sales New > Done, ..." and "template terms: every purchase, TOS 1".
func (w *world) editTemplate(s statement) error {
	t := &w.template
	switch s.verb {
	case "delegates", "withdraws":
		for _, name := range s.what {
			id := PlanID(w.names.id("plan", name))
			t.Delegated = slices.DeleteFunc(slices.Clone(t.Delegated), func(p PlanID) bool { return p == id })
			if s.verb == "delegates" {
				t.Delegated = append(t.Delegated, id)
				slices.Sort(t.Delegated)
			}
		}
	case "privileges":
		t.Privileges = &PrivilegeSet{}
		for _, p := range s.attributes {
			t.Privileges.List = append(t.Privileges.List, Privilege(p))
		}
		slices.Sort(t.Privileges.List)
	case "order":
		flow, err := w.flow(s)
		t.OrderFlow = flow
		return err
	case "terms":
		t.Terms = w.terms(s.attributes)
	default:
		return fmt.Errorf("%q: unknown verb", s.line)
	}
	return nil
}

func (w *world) flow(s statement) (*OrderFlow, error) {
	name := s.what[len(s.what)-1]
	flow := &OrderFlow{ID: FlowID(w.names.id("flow", name)), Name: name}
	for _, attribute := range s.attributes {
		t, err := transition(attribute)
		if err != nil {
			return nil, err
		}
		flow.Transitions = append(flow.Transitions, t)
	}
	slices.SortFunc(flow.Transitions, func(a, b Transition) int {
		return strings.Compare(a.OrderType+" "+a.From+" "+a.To, b.OrderType+" "+b.From+" "+b.To)
	})
	return flow, nil
}

// transition reads "Sales New > Done" and "Sales New > Done manually".
func transition(text string) (Transition, error) {
	words := strings.Fields(text)
	manual := len(words) == 5 && words[4] == "manually"
	if len(words) < 4 || words[2] != ">" || len(words) > 4 && !manual {
		return Transition{}, fmt.Errorf("%q is no step of an order flow", text)
	}
	return Transition{OrderType: words[0], From: words[1], To: words[3], Manual: manual}, nil
}

// terms reads "every purchase, TOS 1": the acceptance mode, then documents with their versions.
func (w *world) terms(attributes []string) *Terms {
	terms := &Terms{Acceptance: attributes[0]}
	for _, attribute := range attributes[1:] {
		name, version, _ := strings.Cut(attribute, " ")
		terms.Documents = append(terms.Documents, Document{ID: w.names.id("document", name), Name: name, Version: version})
	}
	slices.SortFunc(terms.Documents, func(a, b Document) int { return int(a.ID - b.ID) })
	return terms
}

// schedule reads "-7 expiry, 3 expired": days and notification templates.
func (w *world) schedule(name string, attributes []string) (Schedule, error) {
	s := Schedule{ID: ScheduleID(w.names.id("schedule", name)), Name: name}
	for _, attribute := range attributes {
		days, template, _ := strings.Cut(attribute, " ")
		n, err := strconv.Atoi(days)
		if err != nil {
			return s, err
		}
		s.Details = append(s.Details, ScheduleDetail{Days: n, Template: NotificationID(w.names.id("notification", template)),
			Condition: "Always", AppliesTo: "all"})
	}
	return s, nil
}

// Package story reads the text language in which tests tell of worlds: a provider with resellers below, what each of them makes
// and changes, and the service template. CONTRIBUTING.md has its words under "How to plant a world".
//
// Start with [New], then [World.Edit] line by line; the rules of package domain are told in it (domain/testdata/rules), and
// db/worlds makes what was told so in a database. The program itself does not know this package.
package story

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// World is everything that a synchronization depends on, by name. Edits replace values, so that a past state stays what it was.
type World struct {
	Names      *Names
	Provider   *Vendor   // the first one told of
	Vendors    []*Vendor // in the order in which they are told of: parents before their sub-resellers
	Users      []domain.User
	Resources  []domain.Resource // those with a name of their own; any other is called as the story calls it
	Template   domain.Template   // the provider's, which their reseller plans are based on
	Rates      domain.ExchangeRates
	Unmeasured map[domain.ResourceID]bool     // the resources that are not measurable
	Visible    map[domain.NotificationID]bool // every notification template that is told of
}

// Vendor is one account of a world.
type Vendor struct {
	ID           domain.AccountID
	Name         string
	Parent       *Vendor // nil for a provider
	Level        int
	Currency     domain.Currency
	Switches     domain.Switches
	Subscription domain.SubscriptionStatus // "" for a provider
	Account      domain.AccountStatus
	Elsewhere    []domain.PlanID // delegated to them by another reseller plan
	State        domain.State
}

// New returns a world in which nobody is.
func New() *World {
	return &World{Names: newNames(), Template: domain.Template{ID: 1, Name: "Standard", Active: true}, Rates: domain.ExchangeRates{},
		Unmeasured: map[domain.ResourceID]bool{}, Visible: map[domain.NotificationID]bool{}}
}

// Fork returns a world that goes its own way from here. Only ids are common to both: a name means the same thing.
func (w *World) Fork() *World {
	next := *w
	next.Vendors, next.Users, next.Resources = nil, slices.Clip(w.Users), slices.Clip(w.Resources)
	for _, v := range w.Vendors {
		clone := *v
		if v.Parent != nil {
			clone.Parent = next.Vendor(v.Parent.Name)
		}
		next.Vendors = append(next.Vendors, &clone)
	}
	if w.Provider != nil {
		next.Provider = next.Vendors[0]
	}
	return &next
}

// Clone is Fork with ids of its own.
func (w *World) Clone() *World {
	next := w.Fork()
	next.Names = w.Names.clone()
	return next
}

// Vendor returns the account of this name, nil when nobody is called so.
func (w *World) Vendor(name string) *Vendor {
	i := slices.IndexFunc(w.Vendors, func(v *Vendor) bool { return v.Name == name })
	if i < 0 {
		return nil
	}
	return w.Vendors[i]
}

// Below reports whether the account stands below another one.
func (v *Vendor) Below(above *Vendor) bool {
	for at := v.Parent; at != nil; at = at.Parent {
		if at == above {
			return true
		}
	}
	return false
}

// Edit applies one line. An error names the line; the world may have taken a part of it.
func (w *World) Edit(line string) error {
	s, err := Parse(line)
	if err == nil {
		err = w.edit(s)
	}
	if err != nil {
		return fmt.Errorf("%q: %w", line, err)
	}
	return nil
}

func (w *World) edit(s Statement) error {
	switch s.Who {
	case "ids":
		return w.Names.give(s.How)
	case "provider", "reseller":
		return w.editAccount(s)
	case "user":
		return w.editUser(s)
	case "exchange":
		return w.editExchange(s)
	case "notification":
		w.Visible = maps.Clone(w.Visible)
		w.Visible[domain.NotificationID(w.Names.ID("notification", s.Verb))] = slices.Equal(s.How, []string{"visible"})
		return nil
	case "resource":
		w.editResource(s)
		return nil
	case "template":
		return w.editTemplate(s)
	}
	v := w.Vendor(s.Who)
	if v == nil {
		return fmt.Errorf("nobody is called %s", s.Who)
	}
	return w.editVendor(v, s)
}

// editResource reads "resource spare: named Spare part" and "resource seats: not measurable", which is measurable again by a later line.
func (w *World) editResource(s Statement) {
	id := domain.ResourceID(w.Names.ID("resource", s.Verb))
	switch text := strings.Join(s.How, ", "); text {
	case "measurable", "not measurable":
		w.Unmeasured = maps.Clone(w.Unmeasured)
		w.Unmeasured[id] = text != "measurable"
	default:
		w.Resources = append(w.Resources, domain.Resource{ID: id, Name: strings.TrimPrefix(text, "named ")})
	}
}

// editAccount reads "provider P: USD", "reseller A under P: EUR, operating unit" and "reseller A: on hold".
func (w *World) editAccount(s Statement) error {
	v := w.Vendor(s.Verb)
	if v == nil {
		var parent *Vendor
		if len(s.What) == 2 && s.What[0] == "under" {
			parent = w.Vendor(s.What[1])
		}
		if len(s.How) == 0 || (parent == nil) != (s.Who == "provider") {
			return fmt.Errorf("want: provider P: USD, or: reseller A under P: USD")
		}
		v = w.add(s.Verb, parent, domain.Currency(s.How[0]))
		s.How = s.How[1:]
	}
	for _, setting := range s.How {
		if err := w.set(v, setting); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) add(name string, parent *Vendor, currency domain.Currency) *Vendor {
	v := &Vendor{ID: domain.AccountID(w.Names.ID("account", name)), Name: name, Parent: parent, Currency: currency,
		Account: domain.AccountActive}
	switch {
	case parent != nil:
		v.Level, v.Subscription = parent.Level+1, domain.Active
	case w.Provider == nil:
		w.Provider = v
		w.Rates[currency] = decimal.NewFromInt(1)
	}
	w.Vendors = append(w.Vendors, v)
	return v
}

// set is one setting of an account or of its subscription.
func (w *World) set(v *Vendor, text string) error {
	if plan, also := strings.CutPrefix(text, "another template delegates "); also {
		v.Elsewhere = append(slices.Clone(v.Elsewhere), domain.PlanID(w.Names.ID("plan", plan)))
		slices.Sort(v.Elsewhere)
		return nil
	}
	setting, off := strings.CutPrefix(text, "no ")
	switch setting {
	case "operating unit":
		v.Switches.OperatingUnit = !off
	case "prices protected":
		v.Switches.DisablePrices = !off
	case "sales categories protected":
		v.Switches.DisableCategories = !off
	case "display synchronized":
		v.Switches.SyncDisplayCategory = !off
	case "closed":
		v.Account = domain.AccountClosed
	case "account on hold":
		v.Account = domain.AccountOnHold
	case "active":
		v.Account, v.Subscription = domain.AccountActive, domain.Active
	case "ordered", "graced", "on hold", "expired", "terminated", "canceled":
		v.Subscription = domain.SubscriptionStatus(strings.ToUpper(setting[:1]) + setting[1:])
	default:
		return fmt.Errorf("unknown setting %q", text)
	}
	return nil
}

// editUser reads "user A: administrator", who is called as the account is, and "user Ann at A: operator, Edit prices".
func (w *World) editUser(s Statement) error {
	account := s.Verb
	if len(s.What) == 2 && s.What[0] == "at" {
		account = s.What[1]
	}
	v := w.Vendor(account)
	if v == nil || len(s.How) == 0 || !slices.Contains(domain.Roles(), domain.Role(s.How[0])) {
		return fmt.Errorf("want: user Ann at A: operator, Edit prices")
	}
	w.Users = append(w.Users, domain.User{Account: v.ID, Name: s.Verb, Role: domain.Role(s.How[0]), Rights: privileges(s.How[1:])})
	return nil
}

// editExchange reads "exchange rate: 1 USD = 0.5 EUR" and "exchange rate: EUR unknown".
func (w *World) editExchange(s Statement) error {
	words := strings.Fields(strings.Join(s.How, " "))
	rates := maps.Clone(w.Rates)
	switch {
	case len(words) == 5:
		rate, err := decimal.NewFromString(words[3])
		if err != nil {
			return err
		}
		rates[domain.Currency(words[4])] = rate
	case len(words) == 2 && words[1] == "unknown":
		delete(rates, domain.Currency(words[0]))
	default:
		return fmt.Errorf("want: exchange rate: 1 USD = 0.5 EUR")
	}
	w.Rates = rates
	return nil
}

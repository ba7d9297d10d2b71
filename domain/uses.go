package domain

import (
	"fmt"
	"strings"
)

// UseKind says as what something uses a thing.
type UseKind string

// The kinds of use. They are for reading alone and stored nowhere.
const (
	UsedByAccount      UseKind = "account"      // the account itself
	UsedByTemplate     UseKind = "template"     // a service template
	UsedByCopy         UseKind = "copy"         // the copy of a plan that an account has
	UsedBySubscription UseKind = "subscription" // a subscription
	UsedByPlan         UseKind = "plan"         // a service plan, Of another account or the viewer's own
	UsedByCatalog      UseKind = "catalog"      // something in the catalog of an account
	UsedByUpgrade      UseKind = "upgrade"      // the upgrade path of a plan
	UsedByDowngrade    UseKind = "downgrade"    // the downgrade path of a plan
)

// Use is one thing that uses another.
type Use struct {
	As   UseKind
	Name string // of the template, the account, the plan ...
	Of   string // whose it is, where it is not the viewer's own
}

// String names the use in a sentence: "service template Gold", "the copy of Fabrikam".
func (u Use) String() string {
	called := Isolate(u.Name)
	if u.Of != "" {
		called += " of " + Isolate(u.Of)
	}
	switch u.As {
	case UsedByTemplate:
		return "service template " + called
	case UsedByCopy:
		return "the copy of " + called
	case UsedBySubscription:
		return "subscription " + called
	case UsedByPlan:
		return "service plan " + called
	case UsedByCatalog:
		return "the catalog of " + called
	case UsedByUpgrade:
		return "the upgrade path of " + called
	case UsedByDowngrade:
		return "the downgrade path of " + called
	default:
		return called
	}
}

// Uses are the first few things that use another, and how many more there are. The zero Uses is that nothing does.
type Uses struct {
	List []Use
	More int
}

// Any reports whether there is a use.
func (u Uses) Any() bool { return len(u.List) > 0 }

// After returns the uses with others before them.
func (u Uses) After(first []Use) Uses {
	return Uses{append(first[:len(first):len(first)], u.List...), u.More}
}

// First returns at most n of the uses, the others counted.
func (u Uses) First(n int) Uses {
	if len(u.List) <= n {
		return u
	}
	return Uses{u.List[:n], u.More + len(u.List) - n}
}

// String names the uses in a sentence: "the copy of Fabrikam, subscription Gold for Contoso, and 3 more".
func (u Uses) String() string {
	names := make([]string, len(u.List), len(u.List)+1)
	for i, use := range u.List {
		names[i] = use.String()
	}
	if u.More > 0 {
		names = append(names, fmt.Sprintf("and %d more", u.More))
	}
	return strings.Join(names, ", ")
}

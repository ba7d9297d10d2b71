package story

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tiersync/domain"
)

// editTemplate reads "template delegates Mail Web", "template withdraws Mail", "template privileges: ...",
// "template order flow Standard: Sales New > Done, ..." and "template terms: every purchase, TOS 1".
func (w *World) editTemplate(s Statement) error {
	t := &w.Template
	switch s.Verb {
	case "delegates", "withdraws":
		for _, name := range s.What {
			id := domain.PlanID(w.Names.ID("plan", name))
			t.Delegated = slices.DeleteFunc(slices.Clone(t.Delegated), func(p domain.PlanID) bool { return p == id })
			if s.Verb == "delegates" {
				t.Delegated = append(t.Delegated, id)
				slices.Sort(t.Delegated)
			}
		}
	case "privileges":
		t.Privileges = &domain.PrivilegeSet{List: privileges(s.How)}
	case "order":
		flow, err := w.Flow(s)
		t.OrderFlow = flow
		return err
	case "terms":
		t.Terms = w.Terms(s.How)
	default:
		return fmt.Errorf("unknown verb %s", s.Verb)
	}
	return nil
}

// privileges are those listed, sorted; "all" is each one that there is.
func privileges(names []string) []domain.Privilege {
	var list []domain.Privilege
	for _, name := range names {
		list = append(list, domain.Privilege(name))
	}
	if slices.Equal(names, []string{"all"}) {
		list = domain.Privileges()
	}
	slices.Sort(list)
	return list
}

// Flow reads the order flow of "... order flow Standard: Sales New > Done".
func (w *World) Flow(s Statement) (*domain.OrderFlow, error) {
	name := s.What[len(s.What)-1]
	flow := &domain.OrderFlow{ID: domain.FlowID(w.Names.ID("flow", name)), Name: name}
	for _, text := range s.How {
		t, err := transition(text)
		if err != nil {
			return nil, err
		}
		flow.Transitions = append(flow.Transitions, t)
	}
	slices.SortFunc(flow.Transitions, func(a, b domain.Transition) int {
		return strings.Compare(a.OrderType+" "+a.From+" "+a.To, b.OrderType+" "+b.From+" "+b.To)
	})
	return flow, nil
}

// transition reads "Sales New > Done" and "Sales New > Done manually".
func transition(text string) (domain.Transition, error) {
	words := strings.Fields(text)
	manual := len(words) == 5 && words[4] == "manually"
	if len(words) < 4 || words[2] != ">" || len(words) > 4 && !manual {
		return domain.Transition{}, fmt.Errorf("%q is no step of an order flow", text)
	}
	return domain.Transition{OrderType: words[0], From: words[1], To: words[3], Manual: manual}, nil
}

// document is one whose text is its name.
func (w *World) document(name, version string) domain.Document {
	return domain.Document{ID: w.Names.ID("document", name), Name: name, Version: version, Text: name, Effective: Day().Format(time.DateOnly)}
}

// Terms reads "every purchase, TOS 1": the acceptance mode, then documents with their versions.
func (w *World) Terms(how []string) *domain.Terms {
	terms := &domain.Terms{Acceptance: how[0]}
	for _, document := range how[1:] {
		name, version, _ := strings.Cut(document, " ")
		terms.Documents = append(terms.Documents, w.document(name, version))
	}
	slices.SortFunc(terms.Documents, func(a, b domain.Document) int { return int(a.ID - b.ID) })
	return terms
}

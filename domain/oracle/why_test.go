package oracle_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tiersync/domain"
	"tiersync/domain/oracle"
)

// TestWhyAddsUp plays random sequences and asks, of every price that anybody sells then, why it is so: the steps come to it, they begin where
// the price was made, and whoever may not see how their vendor comes to theirs is told nothing of it.
func TestWhyAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := oracle.Draw(t, 0)
		log := whyLog{w: w, pasts: map[domain.AccountID]*domain.Past{}}
		log.look()
		w.Deliver(t)
		log.look()
		for range 8 {
			w.Step(t)
			log.look()
		}
		for _, a := range w.Accounts {
			log.asks(t, a)
		}
	})
}

// whyLog is the log of a world.
type whyLog struct {
	w     *oracle.World
	runs  int
	entry domain.ChangeID
	pasts map[domain.AccountID]*domain.Past
}

// look notes who has something else than before.
func (l *whyLog) look() {
	for _, a := range l.w.Accounts {
		past := l.pasts[a.ID]
		if past == nil {
			past = &domain.Past{Account: a.ID, Currency: a.Currency}
			l.pasts[a.ID] = past
		}
		if n := len(past.Moments); n > 0 && past.Moments[n-1].State == a.State {
			continue
		}
		l.entry++
		m := domain.Moment{Entry: l.entry, State: a.State}
		for i := l.runs; i < len(l.w.Runs); i++ {
			run := l.w.Runs[i]
			if slices.ContainsFunc(run.Results, func(r oracle.Result) bool { return r.Account.ID == a.ID && r.Before != r.After }) {
				m.Run, m.RunOf, m.Undo, m.Rates = domain.RunID(i+1), run.Click.By, run.IsUndo, maps.Clone(l.w.Rates)
			}
		}
		past.Moments = append(past.Moments, m)
	}
	l.runs = len(l.w.Runs)
}

// chain is everybody from the provider down to an account.
func (l *whyLog) chain(a *oracle.Account) []domain.Past {
	chain := []domain.Past{*l.pasts[a.ID]}
	for a.Parent != 0 {
		a = l.w.Account(a.Parent)
		chain = append([]domain.Past{*l.pasts[a.ID]}, chain...)
	}
	return chain
}

// asks asks why each price of an account is so.
func (l *whyLog) asks(t *rapid.T, a *oracle.Account) {
	chain := l.chain(a)
	for _, p := range a.State.Effective().Plans {
		for key, price := range p.EveryPrice() {
			steps := domain.Why(chain, key, l.w.Unmeasured)
			if problem := oracle.AddsUp(key, steps, price); problem != "" {
				t.Fatalf("account %d, %v, sold at %q: %s\n%+v\nwhat happened:\n%s", a.ID, key, price, problem, steps, l.w.Journal())
			}
			if a.Parent != 0 {
				l.tellsNothingOfVendors(t, chain[len(chain)-2:], key)
			}
		}
	}
}

// tellsNothingOfVendors asks as the last of two accounts: what the other has beside what it sells is not told, nor to who sees no costs what it
// sells.
func (l *whyLog) tellsNothingOfVendors(t *rapid.T, chain []domain.Past, key domain.Key) {
	opaque, bare := slices.Clone(chain), slices.Clone(chain)
	opaque[0].Opaque, bare[0].Opaque = true, true
	bare[0].Moments = slices.Clone(bare[0].Moments)
	for i, m := range bare[0].Moments {
		bare[0].Moments[i].State = domain.State{Own: (*domain.Own)(nil).WithMade(m.State.Effective())}
	}
	steps := domain.Why(opaque, key, l.w.Unmeasured)
	stepsOnly := func(list []domain.WhyStep) (told []any) {
		for _, s := range list {
			told = append(told, s.Of, s.Kind, s.Price.String(), s.Conversion.String(), s.Rule.Rule.Value, s.Moment.Entry)
		}
		return told
	}
	if diff := cmp.Diff(stepsOnly(domain.Why(bare, key, l.w.Unmeasured)), stepsOnly(steps)); diff != "" {
		t.Fatalf("more is told than what the vendor sells: %s", diff)
	}
	blind := domain.Viewer{Account: domain.Account{Kind: domain.Reseller}, User: domain.User{Role: domain.Operator}}
	for i, s := range blind.SeenWhy(steps, 1) {
		last := i+1 == len(blind.SeenWhy(steps, 1))
		switch {
		case s.Of == 0, s.Conversion.String() != "", s.Rule.Rule.Value != "":
			t.Fatalf("who sees no costs is told %+v", s)
		case !last && s.Kind != domain.WhyMade && s.Kind != domain.WhyMSRP && s.Price.IsSet():
			t.Fatalf("who sees no costs is told an amount in %+v", s)
		}
	}
}

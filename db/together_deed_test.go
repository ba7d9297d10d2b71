package db_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"tiersync/domain"
	"tiersync/views/pages"
)

// deed is something that somebody does at the same time as others.
type deed struct {
	name    string
	by      string
	on      string // the reseller whose subscription is synchronized; empty for the whole plan
	request domain.RunRequest
	undoes  int // the index of a run or of a change in the model
	plans   []domain.PlanID
	seen    []domain.PlanID // what was delegated when they looked
	run     domain.RunID
	change  domain.ChangeID                        // of a catalog; zero when nothing was changed
	do      func(*deed) (answer string, err error) // in the database
	model   func(model) (model, string)            // without it
	answer  string
	entry   int64 // of the log; zero when it wrote none
}

// draw returns a few random deeds. m is what was there before.
func (w *world) draw(r *rand.Rand, m model, round int) []*deed {
	deeds := make([]*deed, 3+r.IntN(4))
	for i := range deeds {
		d := &deed{name: fmt.Sprintf("deed %d of round %d", i, round), by: "P", undoes: -1}
		amount := fmt.Sprintf("%d.%02d", 1+round, 1+i) // what nobody has yet: to set what one has anyway is no change
		draws := []func(){
			func() { w.drawPriceEdit(r, d, amount) },
			func() { w.drawPriceEdit(r, d, amount) },
			func() { w.drawOwnEdit(r, d, amount) },
			func() { w.drawOwnEdit(r, d, amount) },
			func() { w.drawRun(r, d) },
			func() { w.drawRun(r, d) },
			func() { w.drawRun(r, d) },
			func() { w.drawUndo(r, d, m) },
			func() { w.drawTakeBack(r, d, m, amount) },
			func() { w.drawTakeBack(r, d, m, amount) },
			func() { w.drawDelegation(r, d) },
		}
		draws[r.IntN(len(draws))]()
		deeds[i] = d
	}
	return deeds
}

func oneOf[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// drawPriceEdit changes a price of the provider's.
func (w *world) drawPriceEdit(r *rand.Rand, d *deed, amount string) {
	plan, rate := oneOf(r, mailPlan, officePlan, resellerPlan), r.IntN(2) == 0
	kind, key := domain.FeesChanged, domain.FeeKey(plan, month, domain.RecurringFee)
	if rate {
		kind, key = domain.RateChanged, domain.PriceKey(plan, mailbox, domain.PriceRow{}, domain.RecurringPrice)
	}
	p := price(w.t, amount)
	d.do = w.saving("P", setting(kind, key, p.String()))
	d.model = func(m model) (model, string) {
		return m.edit(d, kind, key, func(s domain.State) (*domain.Own, error) {
			next := s.Own.MadeCatalog().Plan(plan).Clone()
			if rate {
				next.Rates[0].Prices = slices.Clone(next.Rates[0].Prices)
				next.Rates[0].Prices[0].Prices[domain.RecurringPrice] = p
			} else {
				next.Periods[0].Fees[domain.RecurringFee] = p
			}
			return s.Own.WithMade(s.Own.MadeCatalog().WithPlan(next)), nil
		})
	}
}

// saving makes a change as the administrator of an account. The log calls it what the deed is called.
func (w *world) saving(name string, c domain.Change) func(*deed) (string, error) {
	return func(d *deed) (string, error) {
		c.About.Name = d.name
		done, err := w.db.Do(w.t.Context(), w.viewers[name], c)
		d.change = done.ID
		return savedAnswer(done.Nothing()), err
	}
}

// savedAnswer tells an edit from one by which everything stayed as it was: only an edit can be taken back.
func savedAnswer(nothing bool) string {
	if nothing {
		return "nothing to save"
	}
	return "saved"
}

// drawOwnEdit makes a price a reseller's own, or gives it back.
func (w *world) drawOwnEdit(r *rand.Rand, d *deed, amount string) {
	d.by = oneOf(r, w.resellers()...)
	plan, reset := oneOf(r, mailPlan, officePlan), r.IntN(4) == 0
	key := oneOf(r, domain.FeeKey(plan, month, domain.RecurringFee), domain.PriceKey(plan, mailbox, domain.PriceRow{}, domain.RecurringPrice))
	change := func(s domain.State) (*domain.Own, error) {
		if reset {
			return s.Own.Without(key), nil
		}
		base, _ := s.Delivered.Plan(plan).Value(key)
		return s.Own.With(domain.Override{Key: key, Value: price(w.t, amount).String(), Base: base, By: w.viewers[d.by].User.ID,
			At: time.Now().UTC()}), nil
	}
	d.do = w.saving(d.by, setting(domain.OwnValuesSet, key, price(w.t, amount).String()))
	if reset {
		d.do = w.saving(d.by, resetting(domain.OwnValuesSet, key))
	}
	d.model = func(m model) (model, string) { return m.edit(d, domain.OwnValuesSet, key, change) }
}

// drawRun synchronizes: the whole plan or one subscription, by the provider or by a reseller.
func (w *world) drawRun(r *rand.Rand, d *deed) {
	d.request = domain.RunRequest{Plan: resellerPlan, Options: domain.AllOptions(), Reach: oneOf(r, domain.Reaches(false)...),
		Policy: oneOf(r, domain.Overwrite, domain.Keep)}
	switch r.IntN(4) {
	case 0:
		d.by = "R1"
	case 1:
		d.on = oneOf(r, w.resellers()...)
		d.request.Subscription, d.request.Reach = w.subs[d.on], oneOf(r, domain.Reaches(true)...)
	}
	if r.IntN(2) == 0 {
		d.request.Options = boxSet([]domain.OptionKey{domain.EnablePlans,
			oneOf(r, domain.UpdateFees, domain.UpdatePrices, domain.UpdateLimits), oneOf(r, domain.UpdateFees, domain.UpdatePrices)})
	}
	v := w.viewers[d.by]
	d.do = func(*deed) (string, error) {
		dialog, err := w.db.OpenDialog(w.t.Context(), v, domain.DialogRequest{Plan: resellerPlan, Subscription: d.request.Subscription})
		if err != nil {
			return "", err
		}
		d.request.Key = dialog.Key
		if d.run, err = w.db.SendDialog(w.t.Context(), v, d.request); err != nil {
			return "", err
		}
		page, err := w.db.Run(w.t.Context(), v, d.run, pages.RunQuery{})
		return runAnswer(page.Run.TemplateVersion, page.Run.Totals), err
	}
	d.model = func(m model) (model, string) { return m.synchronize(w, d) }
}

// drawUndo takes one of the last runs back; where there was none yet, it synchronizes.
func (w *world) drawUndo(r *rand.Rand, d *deed, m model) {
	if len(m.runs) == 0 {
		w.drawRun(r, d)
		return
	}
	d.undoes = len(m.runs) - 1 - r.IntN(min(4, len(m.runs)))
	target := m.runs[d.undoes]
	d.by = target.by
	d.do = func(*deed) (answer string, err error) {
		d.run, err = w.db.Undo(w.t.Context(), w.viewers[d.by], target.deed.run, nil)
		if domain.KindOf(err) == domain.KindConflict {
			return "conflict", nil
		}
		return "undone", err
	}
	d.model = func(m model) (model, string) { return m.undo(d) }
}

// drawTakeBack takes one of the last edits of catalogs back, or the undo of one; where there was none yet, it edits.
func (w *world) drawTakeBack(r *rand.Rand, d *deed, m model, amount string) {
	if len(m.changes) == 0 {
		w.drawPriceEdit(r, d, amount)
		return
	}
	d.undoes = len(m.changes) - 1 - r.IntN(min(6, len(m.changes)))
	target := m.changes[d.undoes]
	d.by = target.by
	undo := domain.Change{Kind: target.record.Kind, About: target.record.About, Undoes: target.deed.change}
	d.do = func(*deed) (string, error) {
		done, err := w.db.Do(w.t.Context(), w.viewers[d.by], undo)
		if domain.KindOf(err) == domain.KindConflict {
			return "conflict", nil
		}
		d.change = done.ID
		return takenBackAnswer(done.Applied), err
	}
	d.model = func(m model) (model, string) { return m.takeBack(w, d) }
}

// drawDelegation withdraws the office plan or delegates it again.
func (w *world) drawDelegation(r *rand.Rand, d *deed) {
	d.plans = []domain.PlanID{resellerPlan, mailPlan}
	if r.IntN(2) == 0 {
		d.plans = append(d.plans, officePlan)
	}
	d.do = func(*deed) (string, error) {
		about := domain.Ref{Of: domain.ObjectTemplate, ID: int64(w.template)}
		t, seen, err := w.lookAtTemplate(about)
		if err != nil {
			return "", err
		}
		d.seen, t.Delegated = t.Delegated, d.plans
		_, err = w.db.Do(w.t.Context(), w.provider, domain.Change{Kind: domain.DelegationChanged, About: about, Seen: seen, Typed: t.Values()})
		return "saved", err
	}
	d.model = func(m model) (model, string) { return m.delegate(d.plans, d.seen) }
}

// lookAtTemplate reads the template and what was seen of it, at a moment when nobody changes it.
func (w *world) lookAtTemplate(about domain.Ref) (t domain.TemplateRow, seen domain.ChangeID, err error) {
	for {
		if seen, err = w.db.Seen(w.t.Context(), w.provider, about); err != nil {
			return t, seen, err
		}
		if t, err = w.db.Template(w.t.Context(), w.provider, w.template); err != nil {
			return t, seen, err
		}
		if again, err := w.db.Seen(w.t.Context(), w.provider, about); err != nil || again == seen {
			return t, seen, err
		}
	}
}

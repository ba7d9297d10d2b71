package domain_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"

	. "tiersync/domain"
)

// checkLaws runs the click in a world of its own and checks what holds for every run, whatever the case is about.
func (w *world) checkLaws(t testing.TB, c click) {
	t.Helper()
	if err := w.countLaw(c); err != nil {
		t.Error(err)
	}
	if err := w.standingLaw(c); err != nil {
		t.Error(err)
	}
	if err := w.laws(c); err != nil {
		t.Error(err)
	}
}

func (w *world) laws(c click) error {
	try := w.fork()
	in := try.input(c)
	before := inputHash(in)
	done := pastRun{input: in, results: Synchronize(in)}
	if err := lookLaw(done); err != nil {
		return err
	}
	if err := foldLaw(done.results); err != nil {
		return fmt.Errorf("by plan: %w", err)
	}
	if err := moneyLaw(done); err != nil {
		return err
	}
	if err := chainLaw(done); err != nil {
		return err
	}
	try.move(done)
	if err := w.belowLaw(try, done); err != nil {
		return err
	}
	if inputHash(in) != before {
		return errors.New("the run changed its input")
	}
	for _, r := range done.results {
		err := try.resultLaws(r)
		if err == nil {
			err = try.reasonLaw(done.input, r)
		}
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", try.byID(r.Target.Account).Name, err, try.report(r))
		}
	}
	if err := try.onlyTheReached(w, done); err != nil {
		return err
	}
	again := try.fork()
	for _, r := range again.quick(c).results {
		if r.Changed() || r.Changes() > 0 {
			return fmt.Errorf("G10: the second run changes %s:\n%s", again.byID(r.Target.Account).Name, again.report(r))
		}
	}
	if err := try.partsLaw(w, done); err != nil {
		return err
	}
	if err := try.smallPartsLaw(w, done); err != nil {
		return err
	}
	undone := try.undo(done).results
	if err := foldLaw(undone); err != nil {
		return fmt.Errorf("by plan, the undo: %w", err)
	}
	for _, r := range undone {
		if v := w.byID(r.Target.Account); r.After != v.State {
			return fmt.Errorf("U1: the undo of a run that nothing followed is not the state before, at %s", v.Name)
		}
	}
	return nil
}

// inputHash hashes everything that hangs on an input, to see that nothing of it is written to.
func inputHash(in Input) [32]byte {
	return sha256.Sum256(appendAll(nil, reflect.ValueOf(in)))
}

// appendAll writes everything that hangs on a value.
func appendAll(text []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return append(text, "nil,"...)
		}
		return appendAll(text, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			text = appendAll(text, v.Field(i))
		}
		return text
	case reflect.Slice, reflect.Array:
		text = append(strconv.AppendInt(text, int64(v.Len()), 10), ':')
		for i := range v.Len() {
			text = appendAll(text, v.Index(i))
		}
		return text
	case reflect.Map:
		keys := v.MapKeys()
		text = strconv.AppendInt(text, int64(len(keys)), 10)
		slices.SortFunc(keys, func(a, b reflect.Value) int { return bytes.Compare(appendAll(nil, a), appendAll(nil, b)) })
		for _, key := range keys {
			text = appendAll(appendAll(append(text, ','), key), v.MapIndex(key))
		}
		return text
	case reflect.String:
		return append(strconv.AppendQuote(text, v.String()), ',')
	case reflect.Bool:
		return append(strconv.AppendBool(text, v.Bool()), ',')
	case reflect.Uint, reflect.Uint8, reflect.Uint64:
		return append(strconv.AppendUint(text, v.Uint(), 10), ',')
	default:
		return append(strconv.AppendInt(text, v.Int(), 10), ',')
	}
}

// onlyTheReached says that nobody but the targets moved (rules G1, G2, G7, U2).
func (w *world) onlyTheReached(before *world, done pastRun) error {
	for i, v := range w.Vendors {
		reached := slices.ContainsFunc(done.results, func(r Result) bool { return r.Target.Account == v.ID })
		if !reached && v.State != before.Vendors[i].State {
			return fmt.Errorf("%s changed and was not reached", v.Name)
		}
		if was := before.Vendors[i].State.Own.MadeCatalog(); was != v.State.Own.MadeCatalog() && !was.Shares(Empty()) {
			return fmt.Errorf("G7: the run touched what %s made themselves", v.Name)
		}
	}
	return nil
}

// resultLaws are about one reseller in a run: counts are truthful, nothing is counted twice, and what they have is sound.
func (w *world) resultLaws(r Result) error {
	if err := truthLaw(r); err != nil {
		return err
	}
	if r.Target.Skip != "" && (r.Changed() || len(allOutcomes(r)) > 0) {
		return fmt.Errorf("G3: skipped, yet something happened")
	}
	seen := map[Outcome]bool{}
	for _, o := range allOutcomes(r) {
		if seen[o] {
			return fmt.Errorf("reported twice: %s", w.outcome(o))
		}
		seen[o] = true
		if o.What.Changes() && o.Old == o.New && o.What == Updated {
			return fmt.Errorf("updated to the same: %s", w.outcome(o))
		}
		if o.What == Skipped && o.Old == o.New && o.Reason != NoExchangeRate && o.Reason != RoundsToZero {
			return fmt.Errorf("skipped, yet nothing differs: %s", w.outcome(o))
		}
		if o.What.Changes() && o.Option == "" {
			return fmt.Errorf("changed by no box: %s", w.outcome(o))
		}
	}
	if r.Target.Skip != "" {
		return nil
	}
	return soundness(r.After)
}

// truthLaw says that the changes a result lists are the difference of what the reseller sold before and sells after, no more and
// no less, and that what it lists as kept, skipped or staying did not move.
func truthLaw(r Result) error {
	moved := map[Key]Outcome{}
	for _, o := range Difference(r.Target.Before.Effective(), r.After.Effective()) {
		moved[o.Key] = o
	}
	listed := map[Key]bool{}
	for _, o := range r.Listing() {
		real, did := moved[o.Key]
		switch {
		case o.What.Changes() && listed[o.Key]:
			return fmt.Errorf("listed as changed twice: %+v", o)
		case o.What.Changes() && (!did || o.Old != real.Old || o.New != real.New):
			return fmt.Errorf("listed: %+v, what happened: %+v", o, real)
		case o.What.Changes():
			listed[o.Key] = true
		case did && (o.What == Kept || o.What == Skipped && o.Reason != TemplateNotVisible):
			return fmt.Errorf("listed as %s, yet it moved: %+v, %+v", o.What, o, real)
		}
	}
	for key, o := range moved {
		if !listed[key] {
			return fmt.Errorf("not listed: %+v", o)
		}
	}
	if r.Changes() != len(moved) {
		return fmt.Errorf("%d changes are counted, %d are there", r.Changes(), len(moved))
	}
	if r.Changes() > 0 && !r.Changed() {
		return errors.New("changes, and the pointer did not move")
	}
	return nil
}

// soundness checks section 1: limits, the tree of sales categories, and that what is referred to is there.
func soundness(s State) error {
	has := s.Effective()
	if err := soundTree(has); err != nil {
		return err
	}
	for _, p := range has.Plans {
		for _, rate := range p.Rates {
			if !rate.Limits().Allowed() {
				return fmt.Errorf("limits of plan %d: %+v", p.ID, rate.Limits())
			}
			if err := soundRows(rate); err != nil {
				return fmt.Errorf("plan %d: %w", p.ID, err)
			}
		}
		if p.RenewPeriod != 0 && p.Period(p.RenewPeriod) == nil {
			return fmt.Errorf("plan %d renews to period %d, which is not there", p.ID, p.RenewPeriod)
		}
		if p.PlanCategory != 0 && has.Categories.PlanCategory(p.PlanCategory) == nil {
			return fmt.Errorf("plan %d is in plan category %d, which is not there", p.ID, p.PlanCategory)
		}
		for _, id := range append(periodSchedules(p), p.Schedule) {
			if id != 0 && has.Schedules.Schedule(id) == nil {
				return fmt.Errorf("plan %d has schedule %d, which is not there", p.ID, id)
			}
		}
	}
	if err := soundOwn(s); err != nil {
		return err
	}
	return soundGrouping(has)
}

// soundRows says that a rate has the row for every period, and its rows in order, each once.
func soundRows(rate Rate) error {
	if rate.Row(0, 0) == nil {
		return fmt.Errorf("resource %d has no row for every period", rate.Resource)
	}
	for i := 1; i < len(rate.Prices); i++ {
		a, b := rate.Prices[i-1], rate.Prices[i]
		if cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.From, b.From)) >= 0 {
			return fmt.Errorf("resource %d has a row twice, or out of order: %+v", rate.Resource, b)
		}
	}
	return nil
}

// soundOwn says that no own value hangs in the air, to come alive by surprise.
func soundOwn(s State) error {
	for _, layer := range orZero(s.Own).Layers {
		for _, v := range layer.Values {
			if v.Key.Plan == 0 || v.Key.Field.Info().Of == ObjectUpgrade || v.Key.Field.IsRule() {
				continue
			}
			plan := orEmpty(s.Delivered).Plan(v.Key.Plan)
			if plan == nil {
				return fmt.Errorf("own value %v of a plan that is not there", v.Key)
			}
			if _, there := plan.Value(v.Key); !there {
				return fmt.Errorf("own value %v stands over nothing", v.Key)
			}
		}
	}
	return nil
}

func periodSchedules(p *Plan) []ScheduleID {
	var ids []ScheduleID
	for _, period := range p.Periods {
		ids = append(ids, period.Schedule)
	}
	return ids
}

func soundTree(has *Catalog) error {
	sales := orZero(has.Categories).Sales
	for _, c := range sales {
		steps := 0
		for at := &c; at.Parent != 0; steps++ {
			if at = has.Categories.SalesCategory(at.Parent); at == nil {
				return fmt.Errorf("category %s stands below a category that is not there", c.Name)
			}
			if steps > len(sales) {
				return fmt.Errorf("category %s stands below itself", c.Name)
			}
		}
	}
	for _, p := range has.Plans {
		for _, id := range p.SalesCategories {
			if has.Categories.SalesCategory(id) == nil {
				return fmt.Errorf("plan %s is in category %d, which is not there", p.Name, id)
			}
			if slices.ContainsFunc(sales, func(c SalesCategory) bool { return c.Parent == id }) {
				return fmt.Errorf("category %d holds plan %s and sub-categories", id, p.Name)
			}
		}
	}
	return nil
}

func soundGrouping(has *Catalog) error {
	seen := map[ResourceID]bool{}
	for _, c := range orZero(has.Categories).Resource {
		for _, id := range c.Resources {
			if seen[id] {
				return fmt.Errorf("resource %d is in two resource categories", id)
			}
			seen[id] = true
		}
	}
	return nil
}

// checkUndoLaws checks an undo that was just made.
func (w *world) checkUndoLaws(t testing.TB, done pastRun) {
	t.Helper()
	if err := w.undoLaws(done); err != nil {
		t.Error(err)
	}
}

func (w *world) undoLaws(done pastRun) error {
	for _, r := range done.results {
		err := truthLaw(r)
		if err == nil {
			err = soundness(r.After)
		}
		if err != nil {
			return fmt.Errorf("after the undo: %s: %w\n%s", w.byID(r.Target.Account).Name, err, w.report(r))
		}
	}
	for _, r := range w.fork().undo(done).results { // nothing came between
		if was := done.resultOf(r.Target.Account).Target.Before; r.After != was {
			return fmt.Errorf("U3: the undo of the undo is not the state before it, at %s", w.byID(r.Target.Account).Name)
		}
	}
	return nil
}

func (p pastRun) resultOf(id AccountID) Result {
	return p.results[slices.IndexFunc(p.results, func(r Result) bool { return r.Target.Account == id })]
}

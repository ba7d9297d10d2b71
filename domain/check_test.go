package domain_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// check tells whether one statement of a then section holds; the error says what is there instead.
func (w *world) check(line string) error {
	if line == "everybody is unchanged" {
		for _, r := range w.last().results {
			if r.Changed() || r.Changes() > 0 {
				return fmt.Errorf("%q: %s changed:\n%s", line, w.byID(r.Target.Account).Name, w.report(r))
			}
		}
		return nil
	}
	s, err := story.Parse(line)
	if err != nil {
		return err
	}
	v := w.Vendor(s.Who)
	if v == nil {
		return fmt.Errorf("%q: nobody is called %s", line, s.Who)
	}
	if err := w.checkVendor(v, s, line); err != nil {
		return fmt.Errorf("%q: %w", line, err)
	}
	return nil
}

func (w *world) last() pastRun { return w.runs[len(w.runs)-1] }

func (w *world) checkVendor(v *story.Vendor, s story.Statement, line string) error {
	switch s.Verb {
	case "reports":
		_, text, _ := strings.Cut(line, "reports ")
		return w.checkReports(v, text)
	case "has":
		return w.checkHas(v, s)
	case "lacks":
		return w.checkLacks(v, s)
	case "owns":
		return w.checkOwns(v, s)
	case "lists":
		return w.checkLists(line)
	case "is":
		if slices.Equal(s.What, []string{"told"}) {
			return w.checkLists(line)
		}
		return w.checkIs(v, strings.Join(s.What, " "), s.How)
	case "falls":
		_, text, _ := strings.Cut(line, "falls below cost at ")
		return w.checkFalls(v, text)
	case "marks":
		return w.checkMarks(v, s.What)
	}
	return fmt.Errorf("unknown verb %q", s.Verb)
}

func (w *world) result(v *story.Vendor) (Result, error) {
	for _, r := range w.last().results {
		if r.Target.Account == v.ID {
			return r, nil
		}
	}
	return Result{}, fmt.Errorf("the run did not reach %s", v.Name)
}

// report lists everything that a run says about a reseller.
func (w *world) report(r Result) string {
	var text strings.Builder
	for _, o := range allOutcomes(r) {
		fmt.Fprintf(&text, "\t%s\n", w.outcome(o))
	}
	return text.String()
}

// allOutcomes is what pages list of a result, without the prices of what came or went.
func allOutcomes(r Result) []Outcome {
	return slices.DeleteFunc(r.Listing(), func(o Outcome) bool { return o.What == CameWith || o.What == WentWith })
}

// checkReports reads "A reports updated Mail month recurring fee: 10 -> 12", "A reports no ..." and "A reports 3 changes".
func (w *world) checkReports(v *story.Vendor, text string) error {
	r, err := w.result(v)
	if err != nil {
		return err
	}
	if text == fmt.Sprintf("%d changes", r.Changes()) {
		return nil
	}
	unwanted, no := strings.CutPrefix(text, "no ")
	said := slices.ContainsFunc(allOutcomes(r), func(o Outcome) bool {
		return w.outcome(o) == text || no && strings.HasPrefix(w.outcome(o), unwanted)
	})
	if said == no {
		return fmt.Errorf("it reports %d changes:\n%s", r.Changes(), w.report(r))
	}
	return nil
}

// checkFalls reads "A falls below cost at Mail month recurring fee: 10, cost 10 -> 12" and "A falls below cost at 3 prices", of who did not take
// part in the last run.
func (w *world) checkFalls(v *story.Vendor, text string) error {
	run, lists := w.last(), ""
	everybody := run.input.Everybody(run.results)
	looked := LookAt(run.input, run.results, LookFacts{})
	for i, r := range everybody {
		vendor := slices.IndexFunc(run.results, func(above Result) bool { return above.Target.Account == r.Target.Vendor && above.Target.Skip == "" })
		if r.Target.Account != v.ID || looked[i].Of(LookLeftBelow) == 0 {
			continue
		}
		for _, move := range saleOf(run.input, r, run.results[vendor].After).PricesOf(LookLeftBelow, LookFacts{}) {
			lists += fmt.Sprintf("%s: %s, cost %s -> %s\n", w.Called(move.Key), move.Price, move.Was, move.Is)
		}
	}
	if text != fmt.Sprintf("%d prices", strings.Count(lists, "\n")) && !strings.Contains(lists, text+"\n") {
		return fmt.Errorf("it falls below cost at:\n%s", lists)
	}
	return nil
}

func (w *world) checkIs(v *story.Vendor, what string, attributes []string) error {
	switch what {
	case "unchanged":
		r, err := w.result(v)
		if err == nil && (r.Changed() || r.Changes() > 0) {
			err = fmt.Errorf("it changed:\n%s", w.report(r))
		}
		return err
	case "not reached":
		if _, err := w.result(v); err == nil {
			return fmt.Errorf("the run reached %s", v.Name)
		}
		return nil
	case "skipped":
		r, err := w.result(v)
		if err == nil && string(r.Target.Skip) != first(attributes) {
			err = fmt.Errorf("skipped because %q", r.Target.Skip)
		}
		return err
	case "as before":
		return w.isAsBefore(v, int(parseInt(strings.TrimPrefix(first(attributes), "run "))))
	case "in sync", "behind":
		return w.isBehind(v, attributes)
	}
	return fmt.Errorf("unknown state %q", what)
}

// isAsBefore compares with the state before a run: the very same pointers.
func (w *world) isAsBefore(v *story.Vendor, run int) error {
	if run < 1 || run > len(w.runs) {
		return fmt.Errorf("there is no run %d", run)
	}
	for _, r := range w.runs[run-1].results {
		if r.Target.Account == v.ID && r.Target.Before != v.State {
			return fmt.Errorf("%s differs from before run %d", v.Name, run)
		}
	}
	return nil
}

func (w *world) isBehind(v *story.Vendor, labels []string) error {
	var have []string
	for _, key := range Behind(w.input(click{}))[SubscriptionID(v.ID)] {
		have = append(have, label(key))
	}
	if got, want := strings.Join(have, ", "), strings.Join(labels, ", "); got != want {
		return fmt.Errorf("it is behind in: %s", got)
	}
	return nil
}

func label(key OptionKey) string {
	for _, o := range Options() {
		if o.Key == key {
			return o.Label
		}
	}
	return string(key)
}

// checkMarks reads "P marks Mail" and "P marks nothing": the plans whose changes did not reach a sub-reseller (rule G13).
func (w *world) checkMarks(v *story.Vendor, want []string) error {
	var have []string
	in := w.input(click{by: v, reach: DirectOnly})
	plans, _ := BehindPlans(in)
	for _, id := range slices.Sorted(maps.Keys(plans)) {
		have = append(have, w.Names.Text(int64(id)))
	}
	if len(have) == 0 {
		have = []string{"nothing"}
	}
	if !slices.Equal(have, want) {
		return fmt.Errorf("it marks %s", strings.Join(have, " "))
	}
	return nil
}

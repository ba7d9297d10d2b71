package domain_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// TestRules plays every case of testdata/rules: what is given, what is changed and run, and what must be there then. The
// README there explains the notation. After each run the laws that hold for every run are checked too.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, file := range ruleFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, "")
			for _, section := range archive.Files {
				if err := w.section(t, section.Name, string(section.Data)); err != nil {
					t.Errorf("%s: %v", section.Name, err)
				}
			}
		})
	}
}

func ruleFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/rules/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	return files
}

// section plays one section of a case.
func (w *world) section(t testing.TB, name, text string) error {
	switch name {
	case "given", "edit":
		since := w.fork()
		for _, line := range story.Lines(text) {
			if line == story.Delivered {
				w.checkLaws(t, everything(Overwrite))
				w.synchronize(t, everything(Overwrite))
				w.runs = nil // runs are counted from here
			} else if err := w.Edit(line); err != nil {
				return err
			}
		}
		if name == "edit" {
			w.edited(since)
		}
	case "take back":
		n := len(w.edits)
		if line := first(story.Lines(text)); line != "" {
			n = int(parseInt(strings.TrimPrefix(line, "edit ")))
		}
		return w.takeBack(t, n)
	case "run":
		c, err := w.click(story.Lines(text))
		if err != nil {
			return err
		}
		w.checkLaws(t, c)
		w.synchronize(t, c)
	case "undo":
		n := len(w.runs)
		line, of, _ := strings.Cut(first(story.Lines(text)), " of ")
		line, reseller, _ := strings.Cut(line, " for ")
		if line != "" {
			n = int(parseInt(strings.TrimPrefix(line, "run ")))
		}
		if n < 1 || n > len(w.runs) {
			return fmt.Errorf("there is no run %d", n)
		}
		part, err := w.part(reseller, of)
		if err != nil {
			return err
		}
		w.checkUndoLaws(t, w.undo(w.runs[n-1].of(part)))
	case "then":
		for _, line := range story.Lines(text) {
			if err := w.check(line); err != nil {
				t.Error(err)
			}
		}
	default:
		return fmt.Errorf("unknown section")
	}
	return nil
}

// part reads what of a run is taken back: "A", and of what "Mail", or "Mail month: recurring fee; Mail year".
func (w *world) part(reseller, of string) (Part, error) {
	var keys []Key
	for _, thing := range strings.Split(of, "; ") {
		if of == "" {
			break
		}
		place, field, value := strings.Cut(thing, ": ")
		key, err := w.Key(strings.Fields(place))
		if err == nil && value {
			var at KeyedValue
			at, err = w.Value(key, field+" 0")
			key = at.Key
		} else {
			key.Field = FieldPlan
			if key.Period != 0 {
				key.Field = FieldPeriod
			}
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	switch {
	case reseller == "" && of == "":
		return nil, nil
	case reseller == "":
		return PartOfPlan(keys[0].Plan), nil
	case of == "":
		return PartOf(w.Vendor(reseller).ID), nil
	}
	return PartOfValues(w.Vendor(reseller).ID, keys), nil
}

// click reads the dialog: labels of check boxes, whose own values, how far, for whom.
func (w *world) click(lines []string) (click, error) {
	c := click{options: OptionSet{}, policy: Overwrite}
	labels := map[string]OptionKey{}
	for _, o := range Options() {
		labels[o.Label] = o.Key
	}
	for _, line := range lines {
		words := strings.Fields(line)
		key, isLabel := labels[line]
		switch {
		case isLabel:
			c.options[key] = true
		case line == "all boxes":
			c.options = AllOptions()
		case line == "all boxes but "+label(labels[strings.TrimPrefix(line, "all boxes but ")]):
			c.options = AllOptions()
			delete(c.options, labels[strings.TrimPrefix(line, "all boxes but ")])
		case line == "keep own values":
			c.policy = Keep
		case line == "decide about own values":
			c.policy = Decide
		case strings.HasPrefix(line, "take: "), strings.HasPrefix(line, "keep: "):
			one, err := w.decision(line, labels)
			if err != nil {
				return c, err
			}
			c.decisions = c.decisions.With(one)
		case line == "direct resellers only":
			c.reach = DirectOnly
		case words[0] == "by" && w.Vendor(words[1]) != nil:
			c.by = w.Vendor(words[1])
		case words[0] == "only" && w.Vendor(words[1]) != nil:
			c.on = w.Vendor(words[1])
		case line == "with sub-resellers":
			c.reach = WithSubResellers
		case strings.HasPrefix(line, "left out: "):
			leave, err := w.leave(strings.TrimPrefix(line, "left out: "), labels)
			if err != nil {
				return c, err
			}
			c.leftOut = NewLeftOut(append(c.leftOut, leave)...)
		default:
			return c, fmt.Errorf("unknown words %q", line)
		}
	}
	return c, nil
}

// TestEveryRuleHasACase lists the rules of docs/rules.md, and the combinations of rules that once were agreed on, that no
// case names in its first line.
func TestEveryRuleHasACase(t *testing.T) {
	t.Parallel()
	named := map[string]bool{}
	for _, file := range ruleFiles(t) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		heading, _, _ := strings.Cut(string(archive.Comment), "\n")
		_, list, ok := strings.Cut(strings.TrimSuffix(heading, "."), " ")
		if !ok || !strings.HasPrefix(heading, "Rule") {
			t.Errorf("%s: the first line must name the rules", file)
		}
		for rule := range strings.SplitSeq(list, ", ") {
			named[rule] = true
		}
	}
	for _, rule := range allRules(t) {
		if !named[rule] {
			t.Errorf("rule %s has no case in testdata/rules", rule)
		}
	}
}

// combinations is how many combinations of boxes, own values and undos have a case each.
const combinations = 20

// allRules reads the numbers and letters of the rules from the document itself.
func allRules(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([GURLD]\d+) \|`).FindAllStringSubmatch(string(data), -1) {
		rules = append(rules, m[1])
	}
	box := regexp.MustCompile(`(?m)^\d+\. \*\*`)
	for i, text := range box.Split(string(data), -1)[1:] {
		letters := regexp.MustCompile(`\(([a-g])\)`).FindAllStringSubmatch(text, -1)
		for _, m := range letters {
			rules = append(rules, fmt.Sprint(i+1)+m[1])
		}
		if len(letters) == 0 {
			rules = append(rules, fmt.Sprint(i+1))
		}
	}
	if len(rules) < 45 {
		t.Fatalf("only %d rules found in the document: %v", len(rules), rules)
	}
	for n := range combinations {
		rules = append(rules, fmt.Sprintf("combination %d", n+1))
	}
	return rules
}

// TestOutcomesNameTheRate says that every price that changes across currencies tells at which rate (rule G14).
func TestOutcomesNameTheRate(t *testing.T) {
	t.Parallel()
	w := loadWorld(t, "everything")
	converted := 0
	for _, r := range w.synchronize(t, everything(Overwrite)).results {
		across := w.byID(r.Target.Vendor).Currency != r.Target.Currency
		for _, o := range allOutcomes(r) {
			priced := o.Key.Field.IsPrice() && o.What == Updated || o.Key.Field == FieldPlan && o.What == Created
			if priced && across != (o.Rate != "") {
				t.Errorf("%s: %s at rate %q", w.byID(r.Target.Account).Name, w.outcome(o), o.Rate)
			}
			if o.Rate != "" {
				converted++
			}
		}
	}
	if converted == 0 {
		t.Error("the world converts nothing")
	}
}

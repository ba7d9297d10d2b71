package story

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
)

// Statement is one line of a story: "P adds period Mail month: recurring fee 10, active no".
type Statement struct {
	Who, Verb string
	What, How []string
}

// Parse reads a line.
func Parse(line string) (Statement, error) {
	head, tail, _ := strings.Cut(line, ":")
	words := strings.Fields(head)
	if len(words) < 2 {
		return Statement{}, fmt.Errorf("want: who verb what: how, how")
	}
	s := Statement{Who: words[0], Verb: words[1], What: words[2:]}
	for how := range strings.SplitSeq(tail, ",") {
		if how = strings.Join(strings.Fields(how), " "); how != "" {
			s.How = append(s.How, how)
		}
	}
	return s, nil
}

// Delivered is the line that runs all boxes for everybody. A world does not know runs: who reads a story does it.
const Delivered = "everything is delivered"

// Lines returns the lines of a text, comments and empty ones left out. A line with braces stands for as many as they list: P{1..3}
// for P1, P2 and P3, {Mail,Web} for Mail and Web, and two braces for each with each.
func Lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, spread(line)...)
		}
	}
	return all
}

func spread(line string) []string {
	before, rest, open := strings.Cut(line, "{")
	list, after, closed := strings.Cut(rest, "}")
	if !open || !closed {
		return []string{line}
	}
	words := strings.Split(list, ",")
	if from, to, ok := numbers(list); ok {
		words = nil
		for n := from; n <= to; n++ {
			words = append(words, strconv.Itoa(n))
		}
	}
	var all []string
	for _, word := range words {
		all = append(all, spread(before+strings.TrimSpace(word)+after)...)
	}
	return all
}

// numbers reads "1..100".
func numbers(text string) (from, to int, ok bool) {
	first, last, _ := strings.Cut(text, "..")
	from, err := strconv.Atoi(first)
	to, wrong := strconv.Atoi(last)
	return from, to, err == nil && wrong == nil
}

// Key finds the place in a plan that words lead to: Mail, Mail month, Mail users, Mail users month, Mail users from 10.
func (w *World) Key(words []string) (domain.Key, error) {
	id, known := w.Names.Known("plan", first(words))
	if !known {
		return domain.Key{}, fmt.Errorf("unknown plan in %q", words)
	}
	key, plan := domain.Key{Plan: domain.PlanID(id)}, words[0]
	for i := 1; i < len(words); i++ {
		period, isPeriod := w.Names.Known("period", plan, words[i])
		resource, isResource := w.Names.Known("resource", words[i])
		switch {
		case isPeriod:
			key.Period = domain.PeriodID(period)
		case isResource && i == 1:
			key.Resource = domain.ResourceID(resource)
		case words[i] == "from" && i+1 < len(words):
			from, err := strconv.ParseInt(words[i+1], 10, 64)
			if err != nil {
				return domain.Key{}, err
			}
			key.From = from
			i++
		default:
			return domain.Key{}, fmt.Errorf("unknown period or resource %q of plan %s", words[i], plan)
		}
	}
	return key, nil
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// fields are the fields of each kind of thing by the word for them: their label in small letters, or a shorter one.
var fields = fieldsByWord()

func fieldsByWord() map[domain.Object]map[string]domain.Field {
	all := map[domain.Object]map[string]domain.Field{
		domain.ObjectPeriod: {"position": domain.FieldPeriodPosition},
		domain.ObjectRate:   {"position": domain.FieldRatePosition},
		domain.ObjectSalesCategory: {"under": domain.FieldCategoryParent, "position": domain.FieldCategoryPosition,
			"named": domain.FieldCategoryName, "described": domain.FieldCategoryText, "shown": domain.FieldDisplay},
		domain.ObjectResourceCategory: {"position": domain.FieldResourceCategoryPosition, "named": domain.FieldResourceCategoryName},
		domain.ObjectPlanCategory:     {"taxed": domain.FieldTaxCategory, "named": domain.FieldPlanCategoryName},
	}
	for _, info := range domain.Fields() {
		if all[info.Of] == nil {
			all[info.Of] = map[string]domain.Field{}
		}
		word := strings.ToLower(info.Label)
		if _, known := all[info.Of][word]; !known && info.Kind != domain.PresenceValue { // fields of the past come last
			all[info.Of][word] = info.Field
		}
	}
	return all
}

// Value reads how something is to be, "recurring fee 12", at a place in a plan.
func (w *World) Value(key domain.Key, how string) (domain.KeyedValue, error) {
	switch {
	case key.Resource != 0 && key.Period == 0 && key.From == 0:
		return w.value(key, how, domain.ObjectRate, domain.ObjectPriceRow)
	case key.Resource != 0:
		return w.value(key, how, domain.ObjectPriceRow)
	case key.Period != 0:
		return w.value(key, how, domain.ObjectPeriod)
	case key.Name != "":
		return w.value(key, how, domain.ObjectUpgrade)
	}
	return w.value(key, how, domain.ObjectPlan)
}

// value finds the longest word for a field of one of the kinds of thing that the text starts with.
func (w *World) value(key domain.Key, how string, of ...domain.Object) (domain.KeyedValue, error) {
	var best string
	for _, object := range of {
		for word, field := range fields[object] {
			if (how == word || strings.HasPrefix(how, word+" ")) && len(word) > len(best) {
				best, key.Field = word, field
			}
		}
	}
	if best == "" {
		return domain.KeyedValue{}, fmt.Errorf("unknown words %q", how)
	}
	text := strings.TrimSpace(strings.TrimPrefix(how, best))
	if key.Field == domain.FieldRenewPeriod {
		return domain.KeyedValue{Key: key, Value: w.renewal(key.Plan, text)}, nil
	}
	return domain.KeyedValue{Key: key, Value: w.Canonical(key.Field, text)}, nil
}

// renewal is the canonical text of what a plan renews to: a name among its periods, or none.
func (w *World) renewal(plan domain.PlanID, text string) string {
	if text == "none" {
		return "0"
	}
	return domain.IDs([]int64{w.Names.ID("period", w.Names.Text(int64(plan)), text)})
}

// Canonical turns the words of a value into its canonical text.
func (w *World) Canonical(f domain.Field, text string) string {
	kinds := map[domain.Field]string{domain.FieldSchedule: "schedule", domain.FieldPlanCategory: "plan category",
		domain.FieldCategoryParent: "category", domain.FieldPlacement: "category"}
	if kind, named := kinds[f]; named {
		var ids []int64
		for _, name := range strings.Fields(text) {
			if name != "none" && name != "and" {
				ids = append(ids, w.Names.ID(kind, name))
			}
		}
		slices.Sort(ids)
		if len(ids) == 0 && f != domain.FieldPlacement {
			return "0"
		}
		return domain.IDs(ids)
	}
	switch {
	case text == "not set":
		return ""
	case text == "unlimited":
		return strconv.FormatInt(domain.Unlimited, 10)
	case text == "" && f.Info().Kind == domain.FlagValue:
		return domain.Yes
	}
	return text
}

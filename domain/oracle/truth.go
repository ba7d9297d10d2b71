package oracle

import (
	"fmt"
	"slices"
	"strings"

	"tiersync/domain"
)

// Untrue lists what a list of outcomes says otherwise than what happened to all that an account sells: the changes that it lists
// must be what differs between the rows before and after, each once, with the texts of both, and what it lists as kept, skipped
// or staying must be the same.
func Untrue(before, after *Account, list []domain.Outcome) []string {
	was, is := named(before.Shop.Effective()), named(after.Shop.Effective())
	moved, listed := map[Key]bool{}, map[Key]bool{}
	for _, key := range differing(was, is) {
		if !partOfMore(key, was, is) && key.Field != fieldBased {
			moved[key] = true
		}
	}
	var lines []string
	for _, o := range list {
		key := namedKey(o.Key)
		if key.Field == domain.FieldPlan && o.What != domain.Created && o.What != domain.Removed {
			key.Field = fieldDisabled
		}
		switch {
		case o.What.Changes() && (listed[key] || !moved[key] || !says(o, was, is, key)):
			lines = append(lines, fmt.Sprintf("listed is %+v, but it went from %s to %s", o, said(was, key), said(is, key)))
		case o.What.Changes():
			listed[key] = true
		case moved[key] && (o.What == domain.Kept || o.What == domain.Skipped && o.Reason != domain.TemplateNotVisible):
			lines = append(lines, fmt.Sprintf("listed is %+v, yet it went from %s to %s", o, said(was, key), said(is, key)))
		}
	}
	for key := range moved {
		if !listed[key] {
			lines = append(lines, fmt.Sprintf("not listed is %s: %s -> %s", name(key), said(was, key), said(is, key)))
		}
	}
	slices.Sort(lines)
	return lines
}

// named returns the rows under the keys that outcomes have: a row of several values becomes several.
func named(rows Rows) Rows {
	named := make(Rows, len(rows))
	for key, text := range rows {
		named[namedKey(key)] = text
		of := func(field domain.Field, text string) { named[with(key, field)] = text }
		switch key.Field {
		case domain.FieldPlanCategoryData:
			values := strings.Split(text, "|")
			of(domain.FieldPlanCategoryName, values[0])
			of(domain.FieldPlanCategoryText, values[1])
			of(domain.FieldTaxCategory, values[2])
		case domain.FieldResourceCategory:
			space := strings.LastIndex(text, " ")
			of(domain.FieldResourceCategoryName, text[:space])
			of(domain.FieldResourceCategoryPosition, text[space+1:])
		case domain.FieldScheduleContent:
			lines := strings.Split(text, "\n")
			of(domain.FieldScheduleName, lines[0])
			for _, line := range lines[1:] {
				named[Key{Field: domain.FieldNotification, Schedule: key.Schedule, Name: line}] = yes
			}
		case domain.FieldTermsDocument:
			values := strings.Split(text, "|")
			of(domain.FieldDocumentName, values[0])
			of(domain.FieldDocumentVersion, values[1])
			of(domain.FieldDocumentText, values[2])
			of(domain.FieldDocumentEffective, values[3])
		default:
			continue
		}
		named[key] = yes
	}
	return named
}

// namedKey is the key of the outcome about a row. Which flow a step of an order belongs to does not matter.
func namedKey(key Key) Key {
	if price, suggested := strings.CutPrefix(string(key.Field), string(fieldMSRP)); suggested {
		key.Field = domain.Field("msrp_" + price)
	}
	if key.Field == fieldUnpriced {
		key.Field = domain.FieldConfirmation
	}
	if step, ok := domain.TransitionOf(key); ok {
		key.Name = step.OrderType + " " + step.From + " " + step.To
	}
	if d, ok := domain.NotificationOf(key); ok {
		key.Name = fmt.Sprintf("%d %d %s %s", d.Template, d.Days, d.Condition, d.AppliesTo)
	}
	return key
}

// partOfMore reports whether the value belongs to something that came or went as a whole.
func partOfMore(key Key, was, is Rows) bool {
	of := things(key)
	switch key.Field.Info().Of {
	case domain.ObjectUpgrade:
		of = append(of, with(key, domain.FieldUpgrade))
	case domain.ObjectPlanCategory:
		of = append(of, with(key, domain.FieldPlanCategoryData))
	case domain.ObjectResourceCategory:
		if key.Field != domain.FieldGrouping {
			of = append(of, with(key, domain.FieldResourceCategory))
		}
	case domain.ObjectSchedule:
		of = append(of, Key{Field: domain.FieldScheduleContent, Schedule: key.Schedule})
	case domain.ObjectTerms:
		if key.Field != domain.FieldTermsAcceptance {
			of = append(of, with(key, domain.FieldTermsDocument))
		}
	case domain.ObjectOrderFlow:
		of = append(of, Key{Field: domain.FieldOrderFlow})
	}
	return slices.ContainsFunc(of, func(thing Key) bool {
		_, was := was[thing]
		_, is := is[thing]
		return was != is && thing != key && (thing.Field != domain.FieldPriceRow || key.Field.IsPrice())
	})
}

// says reports whether a change tells what was and what is. Of another order flow it only has to tell that it is another one.
func says(o domain.Outcome, was, is Rows, key Key) bool {
	_, before := was[key]
	_, after := is[key]
	switch o.What {
	case domain.Created:
		return !before
	case domain.Removed:
		return !after
	}
	switch key.Field {
	case fieldDisabled:
		return (o.What == domain.Disabled) == (is[key] == yes)
	case domain.FieldConfirmation:
		return o.Old == domain.YesNo(was[key] != yes) && o.New == domain.YesNo(is[key] != yes)
	case domain.FieldGrouping:
		return strings.TrimPrefix(o.Old, "0") == was[key] && strings.TrimPrefix(o.New, "0") == is[key]
	case domain.FieldOrderFlow:
		return true
	default:
		return o.Old == was[key] && o.New == is[key]
	}
}

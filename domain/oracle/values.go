package oracle

import (
	"fmt"
	"slices"
	"strings"

	"tiersync/domain"
)

// values returns rows under the keys that changes have: a row of several values becomes several. That something is there is yes, and
// of a plan, whether it is enabled.
func values(rows Rows) Rows {
	all := make(Rows, len(rows))
	for key, text := range rows {
		of := func(field domain.Field, text string) { all[with(key, field)] = text }
		price, suggested := strings.CutPrefix(string(key.Field), string(fieldMSRP))
		switch {
		case key.Field == domain.FieldPlan: // fieldDisabled says it
		case key.Field == fieldDisabled:
			of(domain.FieldPlan, not(text))
		case key.Field == fieldUnpriced:
			of(domain.FieldConfirmation, not(text))
		case suggested:
			of(domain.Field("msrp_"+price), text)
		case isSeveral(key.Field):
			if key.Field != fieldBased {
				of(key.Field, yes)
			}
			for _, part := range parts(key, text) {
				all[part.Key] = part.Value
			}
		default:
			all[key] = text
		}
	}
	return all
}

func not(text string) string { return domain.YesNo(text != yes) }

func isSeveral(field domain.Field) bool {
	return slices.Contains([]domain.Field{fieldBased, domain.FieldPlanCategoryData, domain.FieldResourceCategory, domain.FieldScheduleContent,
		domain.FieldTermsDocument, domain.FieldOrderFlow}, field)
}

// parts are the values of which a row is written.
func parts(key Key, text string) []domain.KeyedValue {
	value := func(field domain.Field, text string) domain.KeyedValue {
		return domain.KeyedValue{Key: with(key, field), Value: text}
	}
	space := strings.LastIndex(text, " ")
	switch fields := strings.Split(text, "|"); key.Field {
	case fieldBased:
		return []domain.KeyedValue{value(domain.FieldPlanType, text[:space]), value(domain.FieldTemplate, text[space+1:])}
	case domain.FieldPlanCategoryData:
		return []domain.KeyedValue{value(domain.FieldPlanCategoryName, fields[0]), value(domain.FieldPlanCategoryText, fields[1]),
			value(domain.FieldTaxCategory, fields[2])}
	case domain.FieldResourceCategory:
		return []domain.KeyedValue{value(domain.FieldResourceCategoryName, text[:space]), value(domain.FieldResourceCategoryPosition, text[space+1:])}
	case domain.FieldTermsDocument:
		return []domain.KeyedValue{value(domain.FieldDocumentName, fields[0]), value(domain.FieldDocumentVersion, fields[1]),
			value(domain.FieldDocumentText, fields[2]), value(domain.FieldDocumentEffective, fields[3])}
	case domain.FieldScheduleContent:
		lines := strings.Split(text, "\n")
		list := []domain.KeyedValue{value(domain.FieldScheduleName, lines[0])}
		for _, line := range lines[1:] {
			list = append(list, domain.KeyedValue{Key: domain.NotificationKey(key.Schedule, detail(line)), Value: yes})
		}
		return list
	}
	return nil
}

// detail reads a line of scheduleText.
func detail(line string) domain.ScheduleDetail {
	words := strings.SplitN(line, " ", 4)
	d := domain.ScheduleDetail{Condition: words[2], AppliesTo: words[3]}
	_, _ = fmt.Sscan(line, &d.Template, &d.Days) // it was written so
	return d
}

// rowsOf writes values as rows again.
func rowsOf(all Rows) Rows {
	rows := make(Rows, len(all))
	schedules := map[Key][]domain.ScheduleDetail{}
	for key, text := range all {
		price, suggested := strings.CutPrefix(string(key.Field), "msrp_")
		value := func(field domain.Field) string { return all[with(key, field)] }
		put := func(field domain.Field, text string) { rows[with(key, field)] = text }
		d, notification := domain.NotificationOf(key)
		switch {
		case key.Field == domain.FieldPlan:
			put(domain.FieldPlan, yes)
			put(fieldDisabled, not(text))
			put(fieldBased, value(domain.FieldPlanType)+" "+value(domain.FieldTemplate))
		case key.Field == domain.FieldConfirmation:
			put(fieldUnpriced, not(text))
		case suggested:
			if text != "" {
				put(fieldMSRP+domain.Field(price), text)
			}
		case notification:
			content := Key{Field: domain.FieldScheduleContent, Schedule: key.Schedule}
			schedules[content] = append(schedules[content], d)
		case key.Field == domain.FieldScheduleContent:
			schedules[key] = append(schedules[key], nil...)
		case isSeveral(key.Field):
			put(key.Field, joined(key.Field, value))
		case !isPart(key.Field):
			rows[key] = text
		}
	}
	for key, details := range schedules {
		rows[key] = scheduleText(domain.Schedule{Name: all[with(key, domain.FieldScheduleName)], Details: sorted(details)})
	}
	return rows
}

// joined writes values in one row.
func joined(field domain.Field, value func(domain.Field) string) string {
	switch field {
	case domain.FieldPlanCategoryData:
		return value(domain.FieldPlanCategoryName) + "|" + value(domain.FieldPlanCategoryText) + "|" + value(domain.FieldTaxCategory)
	case domain.FieldResourceCategory:
		return value(domain.FieldResourceCategoryName) + " " + value(domain.FieldResourceCategoryPosition)
	}
	return value(domain.FieldDocumentName) + "|" + value(domain.FieldDocumentVersion) + "|" + value(domain.FieldDocumentText) + "|" +
		value(domain.FieldDocumentEffective)
}

// isPart reports whether a value is written in a row with others.
func isPart(field domain.Field) bool {
	return slices.Contains([]domain.Field{domain.FieldPlanType, domain.FieldTemplate, domain.FieldPlanCategoryName, domain.FieldPlanCategoryText,
		domain.FieldTaxCategory, domain.FieldResourceCategoryName, domain.FieldResourceCategoryPosition, domain.FieldDocumentName,
		domain.FieldDocumentVersion, domain.FieldDocumentText, domain.FieldDocumentEffective, domain.FieldScheduleName}, field)
}

// held is what an account has at a key; own is a value of theirs over a delivered one.
type held struct {
	text string
	own  bool
}

// held returns all that the account has, its rules among it. What is customized of a step that the delivered flow does not have is kept for when it
// comes back.
func (s *Shop) held() map[Key]held {
	all := map[Key]held{}
	for key, text := range values(s.Effective()) {
		_, own := s.Own[key]
		all[key] = held{text, own}
	}
	for key, own := range s.Own {
		if _, there := all[key]; !there && (key.Field == domain.FieldTransition || isRule(key)) {
			all[key] = held{own.Value, true}
		}
		if own.Lock != "" {
			all[key.Lock()] = held{own.Lock, true}
		}
	}
	return all
}

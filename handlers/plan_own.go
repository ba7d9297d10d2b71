package handlers

import (
	"tiersync/domain"
	"tiersync/views"
)

// This file is how a reseller sets values of their own over a delivered plan. A field that they leave as it is does not become
// their own; the box "Use delivered" gives a value back.

// ownValues are the values of one form: those to set where they differ from what they were, and those to give back.
type ownValues struct {
	set   []domain.KeyedValue
	reset []domain.Key
}

// add takes a value as it was typed, or its reset.
func (o *ownValues) add(key domain.Key, value string, reset bool) {
	if reset {
		o.reset = append(o.reset, key)
	} else {
		o.set = append(o.set, domain.KeyedValue{Key: key, Value: value})
	}
}

// of is the change that sets them and gives them back.
func (o *ownValues) of(p *domain.Plan) domain.Change {
	return domain.Change{Kind: domain.OwnValuesSet, About: planRef(p), Part: true, Typed: o.set, Reset: o.reset}
}

// ownPeriod sets or resets the own notification schedule of a period, and the fees that its form has.
func ownPeriod(f *form, args views.PlanPage, period domain.Period) domain.Change {
	values := &ownValues{}
	for i, fee := range period.Fees {
		addPriceField(values, f, domain.FeeKey(args.Plan.ID, period.ID, domain.Fee(i)), fee, args.Currency.Exponent())
	}
	addScheduleField(values, f, args, domain.Key{Field: domain.FieldSchedule, Plan: args.Plan.ID, Period: period.ID}, period.Schedule)
	return values.of(args.Plan)
}

// ownRate sets or resets the own included amount of a rate, and the prices that its form has.
func ownRate(f *form, args views.PlanPage, rate domain.Rate) domain.Change {
	values := &ownValues{}
	for _, row := range rate.Prices {
		for i, price := range row.Prices {
			key := domain.PriceKey(args.Plan.ID, rate.Resource, row, domain.RatePrice(i))
			addPriceField(values, f, key, price, args.RateDecimals(rate.Resource))
		}
	}
	included, reset := formLimit(f, "included"), f.has("reset-included")
	if reset && included != rate.Included && f.errs.For("included") == "" {
		f.fail("included", "Enter an amount or use the delivered one, not both")
	}
	values.add(domain.Key{Field: domain.FieldIncluded, Plan: args.Plan.ID, Resource: rate.Resource}, idText(included), reset)
	return values.of(args.Plan)
}

// ownGeneral sets or resets the own descriptions and the own notification schedule of a plan: the sections that the
// viewer may change. A section that their form did not have is a forged request.
func ownGeneral(f *form, args views.PlanPage) (domain.Change, error) {
	values := &ownValues{}
	if f.has("short_description") || f.has("long_description") {
		if !args.May.Texts {
			return domain.Change{}, domain.Lacks(domain.EditDescriptions)
		}
		for _, field := range []domain.Field{domain.FieldShort, domain.FieldLong} {
			key := domain.Key{Field: field, Plan: args.Plan.ID}
			values.add(key, f.text(views.InputName(key)), f.has(views.ResetName(key)))
		}
	}
	if f.has("notification_schedule") && !args.May.Prices {
		return domain.Change{}, domain.Lacks(domain.EditPrices)
	}
	addScheduleField(values, f, args, domain.Key{Field: domain.FieldSchedule, Plan: args.Plan.ID}, args.Plan.Schedule)
	return values.of(args.Plan), nil
}

// addPriceField reads the price at a key and its box, where the form has them: it was opened before prices were typed in the table of all
// alone. shown is the price that it showed.
func addPriceField(values *ownValues, f *form, key domain.Key, shown domain.Price, decimals int32) {
	field, reset := views.InputName(key), f.has(views.ResetName(key))
	if !reset && f.has(field) {
		values.add(key, formPrice(f, field, decimals, shown).String(), false)
	}
	if !reset {
		return
	}
	if typed, err := domain.ParsePriceOver(shown, f.text(field), decimals); f.has(field) && (err != nil || !typed.Equal(shown)) {
		f.fail(field, typedAndReset)
	}
	values.add(key, "", true)
}

// typedAndReset is the message for a price that is typed and given back.
const typedAndReset = "Enter a price or use the delivered one, not both"

// addScheduleField reads the list of schedules and its box, if the form has it; shown is the assignment that the form showed. To choose
// the delivered one is to give it back.
func addScheduleField(values *ownValues, f *form, args views.PlanPage, key domain.Key, shown domain.ScheduleID) {
	if !f.has("notification_schedule") {
		return
	}
	id, reset := formChoice[domain.ScheduleID](f, "notification_schedule", domain.ObjectSchedule, scheduleOptions(args)), f.has("reset-notification_schedule")
	if reset && id != shown && f.errs.For("notification_schedule") == "" {
		f.fail("notification_schedule", "Choose a schedule or use the delivered one, not both")
	}
	delivered, _ := args.Delivered.Value(key)
	_, own := args.Own.Value(key)
	values.add(key, idText(id), reset || own && delivered == idText(id) && f.errs.For("notification_schedule") == "")
}

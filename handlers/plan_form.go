package handlers

import (
	"tiersync/domain"
	"tiersync/views"
)

// chooseFromList is the message for a value that no form of ours offers.
const chooseFromList = "Choose from the list"

// formPrice reads a price field with at most so many decimals, unless it is the price that was there; what is none becomes a message
// beside the field.
func formPrice(f *form, name string, decimals int32, had domain.Price) domain.Price {
	price, err := domain.ParsePriceOver(had, f.text(name), decimals)
	f.refuse(name, err)
	return price
}

// formMSRP is formPrice for an MSRP, which most prices do not have: empty is not set.
func formMSRP(f *form, name string, decimals int32, had domain.Price) domain.Price {
	if f.text(name) == "" {
		return domain.Price{}
	}
	return formPrice(f, name, decimals, had)
}

// formLimit reads an amount of a rate, or "unlimited"; what is neither becomes a message beside the field.
func formLimit(f *form, name string) int64 {
	n, err := domain.ParseQuantity(f.text(name))
	f.refuse(name, err)
	return n
}

// formLowerBound reads the amount from which on a price row counts.
func formLowerBound(f *form, name string) int64 {
	n, err := domain.ParseQuantity(f.text(name))
	if err != nil || n == domain.Unlimited {
		f.fail(name, "Enter a whole number")
		return 0
	}
	return n
}

// formChoice reads the id of a thing that must be one of the options.
func formChoice[ID ~int64](f *form, name string, of domain.Object, options []views.Option) ID {
	id := formID[ID](f, name, chooseFromList)
	for _, o := range options {
		if o.Value == idText(id) || o.Value == "" && id == 0 {
			return id
		}
	}
	f.missing(name, domain.Ref{Of: of, ID: int64(id)})
	return 0
}

// missing says beside a field that what was chosen in it is not there, unless something else is wrong with it.
func (f *form) missing(name string, chosen domain.Ref) {
	if f.errs.For(name) == "" {
		f.errs = append(f.errs, domain.FieldError{Field: name, Message: chooseFromList, Chosen: chosen})
	}
}

// feeInputs are the fees of a period as a form shows them: what was typed, if anything was.
func feeInputs(args views.PlanPage, period domain.Period, f *form) []views.PriceInput {
	inputs := make([]views.PriceInput, domain.FeeCount)
	for i := range inputs {
		fee := domain.Fee(i)
		input := views.PriceInput{Key: domain.Key{Field: fee.Field()}, Suggested: domain.Key{Field: fee.MSRP()}, Label: fee.Field().Label(),
			Value: views.PlainAmount(period.Fees[i], args.Currency)}
		if period.MSRP[i].IsSet() {
			input.MSRP = views.PlainAmount(period.MSRP[i], args.Currency)
		}
		if args.Delivered != nil {
			if have := args.Delivered.Period(period.ID); have != nil {
				input.Delivered = views.FormatAmount(have.Fees[i], args.Currency)
			}
			_, input.Own = args.OwnPrice(domain.FeeKey(args.Plan.ID, period.ID, fee))
		}
		if args.Costs != nil {
			input.Cost = args.Costs.At(domain.FeeKey(args.Plan.ID, period.ID, fee))
		}
		inputs[i] = typed(input, f)
	}
	return inputs
}

// rateInputs are the price rows of a rate as a form shows them.
func rateInputs(args views.PlanPage, rate domain.Rate, f *form) []views.RateRow {
	var rows []views.RateRow
	shown := rate.Prices
	if f.sent() && args.Made() {
		shown = formRows(f, rate)
	}
	for _, row := range shown {
		out := views.RateRow{Label: args.RowLabel(row)}
		if args.Made() && (row.Period != 0 || row.From != 0) {
			out.Remove = "remove-" + views.RowName(row)
			out.Ticked = f.has(out.Remove)
		}
		for i, price := range row.Prices {
			out.Prices = append(out.Prices, typed(rateInput(args, rate, row, domain.RatePrice(i), price), f))
		}
		rows = append(rows, out)
	}
	return rows
}

func rateInput(args views.PlanPage, rate domain.Rate, row domain.PriceRow, kind domain.RatePrice, price domain.Price) views.PriceInput {
	input := views.PriceInput{Key: inRow(row, kind.Field()), Suggested: inRow(row, kind.MSRP()), Label: kind.Field().Label(), Of: args.RowLabel(row),
		Value: views.PlainAmount(price, args.Currency)}
	if row.MSRP[kind].IsSet() {
		input.MSRP = views.PlainAmount(row.MSRP[kind], args.Currency)
	}
	if args.Delivered != nil {
		if have := args.Delivered.Rate(rate.Resource); have != nil && have.Row(row.Period, row.From) != nil {
			input.Delivered = views.FormatAmount(have.Row(row.Period, row.From).Prices[kind], args.Currency)
		}
		_, input.Own = args.OwnPrice(domain.PriceKey(args.Plan.ID, rate.Resource, row, kind))
	}
	if args.Costs != nil {
		input.Cost = args.Costs.At(domain.PriceKey(args.Plan.ID, rate.Resource, row, kind))
	}
	return input
}

// inRow is the key of a price in its row.
func inRow(row domain.PriceRow, price domain.Field) domain.Key {
	return domain.Key{Field: price, Period: row.Period, From: row.From}
}

// typed puts what was typed into an input.
func typed(input views.PriceInput, f *form) views.PriceInput {
	if name := views.InputName(input.Key); f.has(name) {
		input.Value, input.MSRP = f.text(name), f.text(views.InputName(input.Suggested))
		input.Reset = f.has(views.ResetName(input.Key))
	}
	return input
}

// scheduleOptions are the vendor's notification schedules to choose from.
func scheduleOptions(args views.PlanPage) []views.Option {
	options := []views.Option{{Value: "", Label: "None"}}
	if args.Catalog.Schedules != nil {
		for _, s := range args.Catalog.Schedules.List {
			options = append(options, views.Option{Value: idText(s.ID), Label: s.Name})
		}
	}
	return options
}

func periodOptions(args views.PlanPage, none string) []views.Option {
	options := []views.Option{{Value: "", Label: none}}
	for _, period := range args.Plan.Periods {
		options = append(options, views.Option{Value: idText(period.ID), Label: period.Label()})
	}
	return options
}

func planCategoryOptions(catalog *domain.Catalog) []views.Option {
	var options []views.Option
	if catalog.Categories != nil {
		for _, c := range catalog.Categories.Plan {
			options = append(options, views.Option{Value: idText(c.ID), Label: c.Name})
		}
	}
	return options
}

// optional writes an id for a drop-down list whose first choice, none, has no value.
func optional[ID ~int64](id ID) string {
	if id == 0 {
		return ""
	}
	return idText(id)
}

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

// formPrices reads a price and its MSRP where the form has them.
func formPrices(f *form, name, suggested string, decimals int32, price, msrp *domain.Price) {
	if f.has(name) {
		*price = formPrice(f, name, decimals, *price)
	}
	if f.has(suggested) {
		*msrp = formMSRP(f, suggested, decimals, *msrp)
	}
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

// feeInputs are the fees of a new period as its form shows them: what was typed, if anything was.
func feeInputs(args views.PlanPage, period domain.Period, f *form) []views.PriceInput {
	inputs := make([]views.PriceInput, domain.FeeCount)
	for i := range inputs {
		fee := domain.Fee(i)
		input := views.PriceInput{Key: domain.Key{Field: fee.Field()}, Suggested: domain.Key{Field: fee.MSRP()}, Label: fee.Field().Label(),
			Value: views.PlainAmount(period.Fees[i], args.Currency)}
		if period.MSRP[i].IsSet() {
			input.MSRP = views.PlainAmount(period.MSRP[i], args.Currency)
		}
		inputs[i] = typed(input, f)
	}
	return inputs
}

// rateInputs are the price rows of a rate as a form shows them: what they are of, with the prices of a new one.
func rateInputs(args views.PlanPage, rate domain.Rate, f *form) []views.RateRow {
	var rows []views.RateRow
	shown, made := rate.Prices, rate.Resource == 0
	if f.sent() && made {
		shown = formRows(f, rate)
	}
	for _, row := range shown {
		out := views.RateRow{Label: args.RowLabel(row)}
		if row.Period != 0 || row.From != 0 {
			out.Remove = "remove-" + views.RowName(row)
			out.Ticked = f.has(out.Remove)
		}
		for i, price := range row.Prices {
			if made {
				out.Prices = append(out.Prices, typed(rateInput(args, row, domain.RatePrice(i), price), f))
			}
		}
		rows = append(rows, out)
	}
	return rows
}

func rateInput(args views.PlanPage, row domain.PriceRow, kind domain.RatePrice, price domain.Price) views.PriceInput {
	input := views.PriceInput{Key: inRow(row, kind.Field()), Suggested: inRow(row, kind.MSRP()), Label: kind.Field().Label(), Of: args.RowLabel(row),
		Value: views.PlainAmount(price, args.Currency)}
	if row.MSRP[kind].IsSet() {
		input.MSRP = views.PlainAmount(row.MSRP[kind], args.Currency)
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

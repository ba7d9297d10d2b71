package handlers

import (
	"cmp"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// EditRate is GET /products/plans/:plan/rates/:resource/edit.
func (h *PlanEdit) EditRate(c echo.Context) error {
	args, rate, err := h.rate(c)
	if err != nil {
		return err
	}
	return h.showRate(c, args, rate)
}

// SaveRate is POST /products/plans/:plan/rates/:resource/edit: everything of a rate of the vendor's own plan but its prices, or their own
// included amount over the delivered one.
func (h *PlanEdit) SaveRate(c echo.Context) error {
	args, rate, err := h.rate(c)
	if err != nil {
		return err
	}
	var what domain.Change
	if f := formOf(c); args.Made() {
		what = remaking(args.Plan, domain.RateChanged, args.Plan.WithRate(readRate(f, args, rate)))
	} else {
		what = ownRate(f, args, rate)
	}
	return save(c, h.store, what, domain.Isolate(args.Resources.Name(rate.Resource))+" is saved.", args.Base+"/rates",
		func() error { return h.showRate(c, args, rate) })
}

// readRate reads limits and flags, and the price rows: with their prices where the form has them, as that of a new rate does; a row whose box is
// ticked is left out.
func readRate(f *form, args views.PlanPage, rate domain.Rate) domain.Rate {
	rate.Included, rate.Minimum, rate.Maximum = formLimit(f, "included"), formLimit(f, "minimum"), formLimit(f, "maximum")
	rate.Visible, rate.Main = f.ticked("visible"), f.ticked("main")
	decimals, rows := args.RateDecimals(rate.Resource), formRows(f, rate)
	rate.Prices = nil
	for _, row := range rows {
		if (row.Period != 0 || row.From != 0) && f.has("remove-"+views.RowName(row)) {
			continue
		}
		for i := range row.Prices {
			kind := domain.RatePrice(i)
			formPrices(f, views.InputName(inRow(row, kind.Field())), views.InputName(inRow(row, kind.MSRP())), decimals, &row.Prices[i], &row.MSRP[i])
		}
		rate.Prices = append(rate.Prices, row)
	}
	return rate
}

// formRows are the price rows of a rate, and those that the form names although somebody removed them meanwhile.
func formRows(f *form, rate domain.Rate) []domain.PriceRow {
	rows := slices.Clone(rate.Prices)
	for name := range f.values {
		key, reset, known := views.InputKey(name)
		if known && !reset && key.Field == domain.RatePrice(0).Field() && rate.Row(key.Period, key.From) == nil {
			rows = append(rows, domain.PriceRow{Period: key.Period, From: key.From})
		}
	}
	slices.SortFunc(rows, func(a, b domain.PriceRow) int {
		return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.From, b.From))
	})
	return rows
}

// rate reads the plan and the rate that the address names.
func (h *PlanEdit) rate(c echo.Context) (views.PlanPage, domain.Rate, error) {
	args, err := h.load(c)
	if err != nil {
		return args, domain.Rate{}, err
	}
	id, err := pathID[domain.ResourceID](c, "resource")
	if err != nil {
		return args, domain.Rate{}, err
	}
	rate := args.Plan.Rate(id)
	if rate == nil {
		return args, domain.Rate{}, domain.NotFound("The resource rate")
	}
	return args, *rate, nil
}

// showRate shows the form of a rate, with what was typed. A rate without a resource is a new one.
func (h *PlanEdit) showRate(c echo.Context, args views.PlanPage, rate domain.Rate) error {
	f := formOf(c)
	url := args.Base + "/rates/" + idText(rate.Resource)
	form := views.PlanRateForm{Resource: args.Resources.Name(rate.Resource), Unit: args.Resources.Unit(rate.Resource), Action: url + "/edit", PricesURL: args.PricesURL(domain.Key{Resource: rate.Resource}),
		Whole: args.Made(), Included: views.PlainLimit(rate.Included), Minimum: views.PlainLimit(rate.Minimum),
		Maximum: views.PlainLimit(rate.Maximum), Visible: rate.Visible, Main: rate.Main, Rows: rateInputs(args, rate, f),
		Decimals: args.RateDecimals(rate.Resource)}
	title := "Edit " + domain.Isolate(form.Resource)
	switch {
	case rate.Resource == 0:
		title, form.Resource, form.Action = "Add Resource", "", args.Base+"/rates/new"
		form.Resources, form.Copy = otherResources(args), optional(likeRate(c, args))
		if taken := args.Plan.Rate(plainID[domain.ResourceID](f.raw("resource_rate"))); taken != nil { // what was chosen is shown, and no other one in its place
			form.Resources = append(form.Resources, views.Option{Value: idText(taken.Resource), Label: args.Resources.Name(taken.Resource)})
		}
		form.Start = views.StartFrom{Action: form.Action, Copy: form.Copy, Options: rateOptions(args)}
	case args.Made():
		form.AddRow, form.Delete, form.Periods = url+"/rows", url+"/delete", periodOptions(args, "Every period")
		form.NewFrom = "0"
	default:
		included := domain.Key{Field: domain.FieldIncluded, Plan: args.Plan.ID, Resource: rate.Resource}
		_, form.OwnIncluded = args.Own.Value(included)
		if have := args.Delivered.Rate(rate.Resource); have != nil {
			form.Delivered = views.FormatLimit(have.Included)
		}
	}
	if f.sent() {
		form.Copy = f.text("copy")
		form.Choose, form.NewPeriod, form.ResetIncluded = f.text("resource_rate"), f.text("period"), f.has("reset-included")
		if f.has("included") {
			form.Included = f.text("included")
		}
		if f.has("minimum") && args.Made() {
			form.Minimum, form.Maximum, form.Visible, form.Main = f.text("minimum"), f.text("maximum"), f.has("visible"), f.has("main")
		}
		if f.has("price_row") {
			form.NewFrom = f.text("price_row")
		}
	}
	p := planPage(c, args, title)
	return show(c, views.RateEditPage(p, args, form))
}

// rateOptions are what a new rate can start from.
func rateOptions(args views.PlanPage) []views.Option {
	options := []views.Option{{Value: "", Label: "0.00"}}
	for _, rate := range args.Plan.Rates {
		options = append(options, views.Option{Value: idText(rate.Resource), Label: args.Resources.Name(rate.Resource)})
	}
	return options
}

// otherResources are the vendor's resources that the plan does not have yet.
func otherResources(args views.PlanPage) []views.Option {
	var options []views.Option
	for id, r := range args.Resources {
		if args.Plan.Rate(id) == nil {
			options = append(options, views.Option{Value: idText(id), Label: r.Name})
		}
	}
	sortByName(options, func(o views.Option) string { return o.Label })
	return options
}

// NewRate is GET /products/plans/:plan/rates/new: with 0.00 everywhere, or like the resource of this plan that ?copy= names.
func (h *PlanEdit) NewRate(c echo.Context) error {
	args, err := h.made(c)
	if err != nil {
		return err
	}
	return h.showRate(c, args, startRate(args, likeRate(c, args)))
}

// likeRate is the resource of the plan that ?copy= names, 0 for none.
func likeRate(c echo.Context, args views.PlanPage) domain.ResourceID {
	id := plainID[domain.ResourceID](c.QueryParam("copy"))
	if args.Plan.Rate(id) == nil {
		return 0
	}
	return id
}

// startRate is what a new rate starts with.
func startRate(args views.PlanPage, like domain.ResourceID) domain.Rate {
	if have := args.Plan.Rate(like); have != nil {
		return have.Copy()
	}
	return domain.NewRate()
}

// AddRate is POST /products/plans/:plan/rates/new.
func (h *PlanEdit) AddRate(c echo.Context) error {
	args, err := h.made(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	start := startRate(args, formChoice[domain.ResourceID](f, "copy", domain.ObjectRate, rateOptions(args)))
	rate := start
	rate.Resource = formResource(f, args)
	rate = readRate(f, args, rate)
	name := args.Resources.Name(rate.Resource)
	return save(c, h.store, remaking(args.Plan, domain.ResourceAdded, args.Plan.WithRate(rate)), domain.Isolate(name)+" is added.", args.Base+"/rates", func() error {
		if args.Plan.Rate(rate.Resource) != nil {
			key := domain.Key{Field: domain.FieldRate, Plan: args.Plan.ID, Resource: rate.Resource}
			if err := h.tellAdded(c, args, key, name, args.Base+"/rates/"+idText(rate.Resource)+"/edit"); err != nil {
				return err
			}
		}
		return h.showRate(c, args, start)
	})
}

// tellAdded says on the page who added what is in the plan already.
func (h *PlanEdit) tellAdded(c echo.Context, args views.PlanPage, key domain.Key, what, edit string) error {
	flash, err := addedAlready(c, h.store, args, key, what, edit)
	c.Set(flashKey, flash)
	return err
}

// formResource reads the resource that is to be added. One that is in the plan already is told apart from what no form offers.
func formResource(f *form, args views.PlanPage) domain.ResourceID {
	id := formID[domain.ResourceID](f, "resource_rate", chooseFromList)
	if args.Plan.Rate(id) == nil {
		return formChoice[domain.ResourceID](f, "resource_rate", domain.ObjectResource, otherResources(args))
	}
	f.fail("resource_rate", domain.Isolate(args.Resources.Name(id))+" is in this plan already")
	return id
}

// AddRow is POST /products/plans/:plan/rates/:resource/rows: prices for one period or a tier, which are typed in the price list next.
func (h *PlanEdit) AddRow(c echo.Context) error {
	if _, err := h.made(c); err != nil {
		return err
	}
	args, rate, err := h.rate(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	row := domain.PriceRow{Period: formChoice[domain.PeriodID](f, "period", domain.ObjectPeriod, periodOptions(args, "Every period")), From: formLowerBound(f, "price_row")}
	twice := rate.Row(row.Period, row.From) != nil && f.errs.For("price_row") == ""
	if twice {
		f.fail("price_row", "There is a price row for this period and lower bound already")
	}
	if base := rate.Row(0, 0); base != nil {
		row.Prices, row.MSRP = base.Prices, base.MSRP
	}
	next, edit := rate, args.Base+"/rates/"+idText(rate.Resource)+"/edit"
	next.Prices = append(slices.Clone(rate.Prices), row)
	return save(c, h.store, remaking(args.Plan, domain.PriceRowAdded, args.Plan.WithRate(next)), "The price row is added.", args.Base+"/rates", func() error {
		if twice {
			key := domain.Key{Field: domain.FieldPriceRow, Plan: args.Plan.ID, Resource: rate.Resource, Period: row.Period, From: row.From}
			if err := h.tellAdded(c, args, key, "The price row: "+args.RowLabel(row), edit); err != nil {
				return err
			}
		}
		return h.showRate(c, args, rate)
	})
}

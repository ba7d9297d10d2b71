package handlers

import (
	"cmp"
	"math"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/handlers/tablefile"
	"tiersync/views"
	"tiersync/views/pages"
)

// This file is the lists as files: of plans, resellers, subscriptions and runs. Each has what the filters of its page leave, on all pages.

// everyRow asks for a list as it is, on all pages.
func everyRow(list views.List) pages.ListQuery {
	query := list.ListQuery()
	query.Limit, query.Offset = math.MaxInt32, 0
	return query
}

// Export is GET /products/plans.csv and .xlsx.
func (h *Plans) Export(c echo.Context) error {
	_, on := asOf(c)
	l, err := listPlansOn(c, h.store, on, viewer(c).IsProvider(), planSortsOf(viewer(c))...)
	if err != nil {
		return err
	}
	rows := searchRows(l.list, l.rows, planTexts)
	sortPlans(rows, l.list)
	v := viewer(c)
	costs := !v.IsProvider() && v.SeesCosts()
	columns := []string{pricesheet.HeadPlanID, pricesheet.HeadPlan, "Type", "Status", "Plan Category ID", "Plan Category", "Service Template ID", "Service Template",
		"Made Here", "Own Values", pricesheet.HeadProductID, pricesheet.HeadSKUID, pricesheet.HeadSegment, pricesheet.HeadMarket, "Amount Of", pricesheet.HeadAmount, pricesheet.HeadCurrency}
	var names domain.Names
	if costs {
		columns = append(columns, headCost, "Lowest Margin", "Lowest Margin %", "Lowest Margin Of")
		if names, err = l.names(c.Request().Context(), h.store, v); err != nil {
			return err
		}
	}
	if v.IsProvider() {
		columns = append(columns, "Delegated In", "Not Passed On")
	}
	return export(c, "service-plans", tablefile.Table{Name: "Service Plans", Columns: columns, Rows: walked(func(row rowFunc) error {
		return each(rows, row, func(plan views.PlanRow) []tablefile.Cell {
			cells := planCells(plan, v.Account.Currency)
			if costs {
				cells = append(append(cells, tablefile.AmountOrNone(plan.Cost)), marginCells(plan.Lowest, names)...)
			}
			if v.IsProvider() {
				cells = append(cells, tablefile.Text(strings.Join(plan.Delegated, "; ")), tablefile.YesNo(plan.Behind))
			}
			return cells
		})
	})})
}

// marginCells are the lowest margin in a plan, in money and percent, and of which price it is; nothing where no price has a cost.
func marginCells(m domain.PricedAt, n domain.Names) []tablefile.Cell {
	if !m.Cost.IsSet() {
		return make([]tablefile.Cell, 3)
	}
	return append(marginOf(m.Price, m.Cost), tablefile.Text(views.PriceWords(n, m.Key).String()))
}

// marginOf is what remains of a price, in money and percent; nothing where it or its cost is not set.
func marginOf(price, cost domain.Price) []tablefile.Cell {
	cells := make([]tablefile.Cell, 2)
	if !price.IsSet() || !cost.IsSet() {
		return cells
	}
	cells[0] = tablefile.Amount(domain.Amount(price.Decimal().Sub(cost.Decimal())))
	if p, is := domain.Margin(price, cost); is {
		cells[1] = tablefile.Amount(domain.Amount(p))
	}
	return cells
}

// planCells are a plan, without its cost. A service template has an id where it is the viewer's own.
func planCells(r views.PlanRow, currency domain.Currency) []tablefile.Cell {
	p := r.Plan
	template, of, price := tablefile.Cell{}, tablefile.Text(cmp.Or(r.PriceOf, "recurring fee")), tablefile.Amount(r.Price)
	if r.OwnedHere {
		template = tablefile.ID(p.Template)
	}
	if p.FirstPeriod() == nil || r.Unseen {
		of, price = tablefile.Cell{}, tablefile.Cell{}
	}
	return []tablefile.Cell{tablefile.ID(p.ID), tablefile.Text(p.Name), tablefile.Text(p.Type), tablefile.Text(p.Status()),
		tablefile.ID(p.PlanCategory), tablefile.Text(r.Category), template, tablefile.Text(r.Template), tablefile.YesNo(r.Made), tablefile.Count(r.OwnValues),
		tablefile.Text(p.Product), tablefile.Text(p.SKU), tablefile.Text(p.Segment), tablefile.Text(p.Market), of, price, tablefile.Text(currency)}
}

// Export is GET /resellers.csv and .xlsx.
func (h *Resellers) Export(c echo.Context) error {
	_, rows, err := h.listResellers(c, true)
	if err != nil {
		return err
	}
	return export(c, "resellers", tablefile.Table{Name: "Resellers",
		Columns: []string{"Reseller ID", "Reseller", "Level", "Vendor ID", "Vendor", pricesheet.HeadCurrency, "Status", "Created", "Subscriptions", "Synchronization",
			"Boxes Behind", headHeld, headBelowCost, headLowMargin, "Operating Unit", "Prices Protected", "Sales Categories Protected"},
		Rows: walked(func(row rowFunc) error { return each(rows, row, resellerLine) })})
}

// What the files call the plans that are held, and the prices that leave a loss, or little.
const headHeld, headBelowCost, headLowMargin = "Plans Not On Sale", "Prices Below Cost", "Prices With Low Margin"

func resellerLine(r views.ResellerState) []tablefile.Cell {
	state, behind := views.Stateless(r), ""
	if r.Known {
		state, behind = syncTexts(r.Sync)
	}
	return []tablefile.Cell{tablefile.ID(r.ID), tablefile.Text(r.Name), tablefile.Count(r.Level), tablefile.ID(r.Parent), tablefile.Text(r.ParentName),
		tablefile.Text(r.Currency), tablefile.Text(r.Status), tablefile.Day(r.Created), tablefile.Count(len(r.Subscriptions)), tablefile.Text(state), tablefile.Text(behind),
		tablefile.Count(r.Sync.Held), tablefile.Count(r.Sync.BelowCost), tablefile.Count(r.Sync.LowMargin), tablefile.YesNo(r.Switches.OperatingUnit), tablefile.YesNo(r.Switches.PricesProtected()), tablefile.YesNo(r.Switches.DisableCategories)}
}

// syncTexts are the state of synchronization, and the boxes that would change something.
func syncTexts(s domain.SyncState) (state, behind string) {
	return s.Words(), strings.Join(views.BoxLabels(s.Boxes), "; ")
}

// Export is GET /products/plans/:plan/subscriptions.csv and .xlsx.
func (h *Subscriptions) Export(c echo.Context) error {
	args, err := h.resellerPlan(c)
	if err != nil {
		return err
	}
	l, err := h.listSubscriptions(c, args.Plan.ID, true)
	if err != nil {
		return err
	}
	return export(c, "subscriptions-of-plan-"+idText(args.Plan.ID), tablefile.Table{Name: "Subscriptions",
		Columns: []string{"Subscription ID", "Subscription", pricesheet.HeadPlanID, pricesheet.HeadPlan, pricesheet.HeadPeriodID, "Reseller ID", "Reseller", "Level",
			"Vendor ID", "Vendor", pricesheet.HeadCurrency, "Status", "Start", "Expires", "Created", "Synchronization", "Boxes Behind", headHeld, headBelowCost, headLowMargin},
		Rows: walked(func(row rowFunc) error {
			return each(l.Rows, row, func(r domain.SubscriptionRow) []tablefile.Cell { return subscriptionCells(r, l.Sync[r.ID]) })
		})})
}

func subscriptionCells(r domain.SubscriptionRow, sync domain.SyncState) []tablefile.Cell {
	state, behind := syncTexts(sync)
	return []tablefile.Cell{tablefile.ID(r.ID), tablefile.Text(r.Name), tablefile.ID(r.Plan), tablefile.Text(r.PlanName), tablefile.ID(r.Period),
		tablefile.ID(r.Account), tablefile.Text(r.AccountName), tablefile.Count(r.Level), tablefile.ID(r.Vendor), tablefile.Text(r.VendorName), tablefile.Text(r.Currency), tablefile.Text(r.Status),
		tablefile.Day(r.Start), tablefile.Day(r.Expires), tablefile.Moment(r.Created), tablefile.Text(state), tablefile.Text(behind), tablefile.Count(sync.Held), tablefile.Count(sync.BelowCost), tablefile.Count(sync.LowMargin)}
}

// ExportList is GET /synchronizations.csv and .xlsx, the latest first.
func (h *Runs) ExportList(c echo.Context) error {
	list, err := listState(c, "latest")
	if err != nil {
		return err
	}
	v, ctx, query := viewer(c), Waiting(c), list.ListQuery()
	query.Limit, query.Offset, query.Desc = exportedAtOnce, 0, false
	return export(c, "synchronizations", tablefile.Table{Name: "Synchronizations",
		Columns: []string{"Synchronization ID", "Kind", "When", "Who", pricesheet.HeadPlanID, "Service Plan", "Subscription ID", "Reseller", "Reach", "Resellers' Own Values", "Boxes",
			"Service Template ID", "Service Template", "Template Version", "Resellers", "Changed", "Unchanged", "Subscriptions Skipped", "Changes", "Own Values Overwritten", "Own Values Kept", "Undoes",
			"Undone By", "Took (ms)"},
		Rows: walked(func(row rowFunc) error {
			for last := domain.RunID(math.MaxInt64); ; query.Offset += exportedAtOnce {
				runs, _, err := h.store.Runs(ctx, v, query)
				if err != nil {
					return err
				}
				for _, run := range runs {
					if run.ID >= last { // it moved on to this page because there are new ones
						continue
					}
					last = run.ID
					if err := row(runCells(run)...); err != nil {
						return err
					}
				}
				if len(runs) < exportedAtOnce {
					return nil
				}
			}
		})})
}

// runCells are a run. A service template is one of the account's own, or nothing.
func runCells(r domain.Run) []tablefile.Cell {
	t, policy, template, version := r.Totals, tablefile.Cell{}, tablefile.Cell{}, tablefile.Cell{}
	if r.TemplateName != "" {
		template, version = tablefile.ID(r.Template), tablefile.Count(r.TemplateVersion)
	}
	if r.Kind != domain.UndoRun {
		policy = tablefile.Text(r.Policy)
	}
	return []tablefile.Cell{tablefile.ID(r.ID), tablefile.Text(r.Kind), tablefile.Moment(r.At), tablefile.Text(r.UserName), tablefile.ID(r.Plan), tablefile.Text(r.PlanName),
		tablefile.ID(r.Subscription), tablefile.Text(r.Reseller), tablefile.Text(r.Reach), policy, tablefile.Text(strings.Join(views.BoxLabels(r.Options), "; ")),
		template, tablefile.Text(r.TemplateName), version, tablefile.Count(t.Resellers()), tablefile.Count(t.Changed),
		tablefile.Count(t.Unchanged), tablefile.Count(t.Skipped), tablefile.Count(t.Changes), tablefile.Count(t.OwnOverwritten), tablefile.Count(t.OwnKept),
		tablefile.ID(r.Undoes), tablefile.ID(r.UndoneBy), tablefile.Count(r.Duration.Milliseconds())}
}

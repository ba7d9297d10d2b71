package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/views"
)

// This file says of every line of a price list, and of what the list has no more, what becomes of it.

// importRows are the rows of the page before saving, by their states.
type importRows map[string][]views.ImportRow

func (r importRows) add(state string, row views.ImportRow) { r[state] = append(r[state], row) }

func (r importRows) counts() views.ImportFound {
	found := views.ImportFound{}
	for state, rows := range r {
		found[state] = len(rows)
	}
	return found
}

// allRows are all rows: lines in the order of the file, but what changes by the size of the jump.
func (i importing) allRows() importRows {
	rows, jumps := importRows{}, map[domain.Key]*domain.Jump{}
	for n := range i.jumps {
		jumps[i.jumps[n].Key] = &i.jumps[n]
	}
	counted := 0
	for n := range i.sheet.Lines {
		line := &i.sheet.Lines[n]
		if line.State != pricesheet.Counts {
			i.asideRow(rows, line)
			continue
		}
		i.lineRows(rows, line, i.out.Lines[counted], jumps)
		counted++
	}
	i.unknownRows(rows)
	i.goneRows(rows)
	for n := range rows[views.ImportChanged] {
		row := &rows[views.ImportChanged][n]
		row.By = row.Was.MovesBy(row.Is)
	}
	slices.SortStableFunc(rows[views.ImportChanged], func(a, b views.ImportRow) int { return b.By.Cmp(a.By) })
	for _, row := range rows[views.ImportChanged] {
		if row.Jump != nil {
			rows.add(views.ImportJumps, row)
		}
	}
	return rows
}

// ticked are rows with the jumps ticked that somebody meant.
func (i importing) ticked(rows []views.ImportRow) []views.ImportRow {
	sure := map[string]bool{}
	for _, key := range i.file.Choices.Sure {
		sure[key] = true
	}
	rows = slices.Clone(rows)
	for n := range rows {
		if rows[n].Jump != nil {
			rows[n].Ticked = sure[rows[n].Key.Text()]
		}
	}
	return rows
}

// lineRow is what a line says of itself.
func lineRow(line *domain.SheetLine) views.ImportRow {
	ids := strings.TrimSpace(line.Product + " " + line.SKU)
	if line.Plan != 0 {
		ids = strings.TrimSpace("Plan " + idText(line.Plan) + " " + ids)
	}
	var of []string
	for _, text := range []string{ids, termText(line.Term), line.Billing, line.Segment, line.Market} {
		if text != "" {
			of = append(of, text)
		}
	}
	if line.From > 0 {
		of = append(of, "from "+idText(line.From))
	}
	return views.ImportRow{Line: line.Number, Says: line.Title, IDs: strings.Join(of, " · "), Currency: line.Currency, Notes: line.Notes}
}

func termText(t domain.Term) string {
	if t == (domain.Term{}) {
		return ""
	}
	return domain.Period{Length: t.Length, Unit: t.Unit}.Label()
}

// asideRow is the row of a line that does not count.
func (i importing) asideRow(rows importRows, line *pricesheet.Line) {
	row := lineRow(&line.SheetLine)
	if len(line.Prices) > 0 && line.State != pricesheet.Wrong {
		row.Priced, row.Is = true, line.Prices[0].Amount
	}
	switch line.State {
	case pricesheet.Wrong:
		row.Notes = append([]string{line.Problem}, row.Notes...)
		rows.add(views.ImportErrors, row)
	case pricesheet.Later:
		row.Notes = append([]string{"begins on " + line.Starts.Format(time.DateOnly)}, row.Notes...)
		rows.add(views.ImportLater, row)
	case pricesheet.Over:
		row.Notes = append([]string{"ended on " + line.Ends.Format(time.DateOnly)}, row.Notes...)
		rows.add(views.ImportAside, row)
	case pricesheet.Deleted:
		row.Notes = append([]string{"the list says that it is deleted"}, row.Notes...)
		rows.add(views.ImportAside, row)
	default:
		rows.add(views.ImportAside, row)
	}
}

// lineRows are the rows of a line that counts: one for each of its prices, or one that says why there is none.
func (i importing) lineRows(rows importRows, line *pricesheet.Line, match domain.LineMatch, jumps map[domain.Key]*domain.Jump) {
	row := lineRow(&line.SheetLine)
	switch match.State {
	case domain.LineUnknown:
		if match.Line.Plan == 0 {
			return // by their products
		}
		fallthrough
	case domain.LineAmbiguous, domain.LineWrong, domain.LineNotNow:
		row.Refs = match.Refs
		row.Notes = append([]string{cmp.Or(match.Why, string(match.State))}, row.Notes...)
		rows.add(views.ImportErrors, row)
		return
	}
	if len(match.Prices) == 0 {
		row.Notes = append([]string{cmp.Or(match.Why, string(match.State))}, row.Notes...)
		rows.add(views.ImportErrors, row)
	}
	for _, price := range match.Prices {
		of := row
		of.Key, of.Was, of.Is, of.Priced = price.Key, price.From, price.To, true
		of.Plan = i.out.List.Sold.Plan(price.Key.Plan)
		of.Jump = jumps[price.Key]
		switch price.State {
		case domain.LineChanges:
			if price.New {
				of.Notes = append([]string{newPrice(price.Key)}, of.Notes...)
			}
			of.Notes = append(of.Notes, i.besides(of.Plan, price.Key)...)
			rows.add(views.ImportChanged, of)
		case domain.LineUnchanged:
			rows.add(views.ImportUnchanged, of)
		default:
			of.Notes = append([]string{cmp.Or(price.Why, string(price.State))}, of.Notes...)
			rows.add(views.ImportErrors, of)
		}
	}
}

// newPrice says what becomes of a price in a row that is not there yet.
func newPrice(key domain.Key) string {
	if key.Period != 0 && key.From == 0 {
		return "a price for this period alone: so far it has that of every period"
	}
	return "a new tier"
}

// besides says of a fee that is set where the plan is sold by its main resource that both are taken then: a list of licences has prices of each.
func (i importing) besides(plan *domain.Plan, fee domain.Key) []string {
	if plan == nil {
		return nil
	}
	resource, price, is := plan.SoldByMain(fee)
	if !is {
		return nil
	}
	name := i.out.List.Names.Resources[resource]
	return []string{"the fee was free, and " + domain.Isolate(name) + " costs " + views.FormatMoney(price, i.in.Currency) +
		" each: both are charged then. Is the list for each of these, choose Recurring price in Columns"}
}

// unknownRows are the products that no plan has the ids of, one row each.
func (i importing) unknownRows(rows importRows) {
	for _, product := range i.out.Unknown {
		first := product.Lines[0]
		row := lineRow(first)
		row.Says, row.Refs = product.Name(), product.Refs
		row.Tick = strconv.Itoa(first.Number)
		row.Ticked = slices.ContainsFunc(product.Lines, func(line *domain.SheetLine) bool { return i.in.Makes[line.Number] })
		if n := len(product.Lines); n > 1 {
			row.Notes = []string{views.FormatCount(n, "line", "lines")}
		}
		if product.Why != "" {
			row.Notes = append(row.Notes, "no plan is made: "+product.Why)
		}
		rows.add(views.ImportUnknown, row)
	}
}

// goneRows are the prices and the plans that the list has no more.
func (i importing) goneRows(rows importRows) {
	for _, key := range i.out.GoneKeys {
		row := views.ImportRow{Key: key, Plan: i.out.List.Sold.Plan(key.Plan), Was: i.out.List.Now(key), Priced: true, Choice: i.in.Prices[key]}
		row.Notes = []string{"the list has other prices of this plan, and not this one"}
		rows.add(views.ImportGone, row)
	}
	for _, id := range i.out.GonePlans {
		plan := i.out.List.Sold.Plan(id)
		row := views.ImportRow{Key: domain.Key{Field: domain.FieldPlan, Plan: id}, Plan: plan, Choice: i.in.Plans[id],
			IDs: strings.TrimSpace(plan.Article.Product + " " + plan.Article.SKU), Notes: []string{"no line is for this plan"}}
		rows.add(views.ImportGone, row)
	}
}

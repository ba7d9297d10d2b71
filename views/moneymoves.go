package views

import (
	"strconv"

	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/views/pages"
)

// Bars of what a run moves in money: two for each currency and level, before and after, as long as the prices; of who sees costs the cost
// begins the bar. Each currency has a scale of its own.
const (
	moneyWidth = 720.0
	moneyBar   = 12.0
	moneyLabel = 170.0 // left of the bars
	moneyRow   = 40.0
)

// moneyBars are the two bars of one row.
type moneyBars struct {
	label         string
	labelY        string
	before, after moneyOne
}

// moneyOne is one bar.
type moneyOne struct{ y, price, cost string }

// moneyChart draws the rows; the costs for who sees them. Amounts stand in the table below it.
func moneyChart(rows []domain.MoneyMove, costs bool) []moneyBars {
	longest := map[domain.Currency]decimal.Decimal{}
	for _, r := range rows {
		longest[r.Currency] = decimal.Max(longest[r.Currency], r.Before.Price, r.After.Price, r.Before.Cost, r.After.Cost)
	}
	bars := make([]moneyBars, len(rows))
	for i, r := range rows {
		top := float64(i) * moneyRow
		bar := func(sum domain.MoneySum, y float64) moneyOne {
			one := moneyOne{y: svgNumber(y), price: moneyLength(sum.Price, longest[r.Currency])}
			if costs {
				one.cost = moneyLength(sum.Cost, longest[r.Currency])
			}
			return one
		}
		bars[i] = moneyBars{moneyRowName(r), svgNumber(top + 2*moneyBar - 4), bar(r.Before, top), bar(r.After, top+moneyBar+2)}
	}
	return bars
}

func moneyLength(amount, longest decimal.Decimal) string {
	if longest.IsZero() {
		return "0"
	}
	part, _ := amount.Div(longest).Float64()
	return svgNumber(part * (moneyWidth - moneyLabel))
}

func svgNumber(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }

func moneyBox(rows []domain.MoneyMove) string {
	return "0 0 720 " + svgNumber(float64(len(rows))*moneyRow)
}

func moneyRowName(r domain.MoneyMove) string {
	return string(r.Currency) + ", level " + strconv.Itoa(r.Level)
}

// moneyText is a sum in the currency's minor units, which may be below zero.
func moneyText(d decimal.Decimal, c domain.Currency) string {
	d = d.Round(c.Exponent())
	text := FormatAmount(domain.Amount(d.Abs()), c)
	if d.IsNegative() {
		return "−" + text
	}
	return text
}

// marginPercent is a margin in percent of the prices.
func marginPercent(s domain.MoneySum) string {
	return marginText(domain.Amount(s.Price), domain.Amount(s.Cost))
}

// pointsText is by how many points a margin moves.
func pointsText(m domain.MarginMove) string {
	points, _ := m.Points()
	return formatMove(points)
}

// nothingToAddUp says why there is no money to tell of.
func nothingToAddUp(m *pages.Money) string {
	if m.Moved > 0 {
		return "Every reseller is skipped, or has another vendor since."
	}
	return "Every reseller is skipped."
}

// moneySays says what is added up.
func moneySays(page pages.RunPage, costs bool) string {
	text := "One unit of each recurring price, of active periods and of resources at every tier, in the plans that are delegated and on sale; " +
		"plans that resellers made themselves, prices without a cost, and resellers who are skipped do not count. Currencies are never added up, and sums " +
		"are shown to the minor unit."
	if costs {
		rates := "today's rate."
		if page.Run.ID != 0 {
			rates = "the rates that held then."
		}
		what := "run"
		if page.Run.Kind == domain.UndoRun {
			what = "undo"
		}
		text += " Costs are those of the vendor, before the " + what + " and after their own part of it, at " + rates
	}
	if moved := page.Money.Moved; moved > 0 {
		text += " " + FormatCount(moved, "reseller has another vendor since and is", "resellers have another vendor since and are") + " not added up."
	}
	return text
}

// moneyLegend says what the bars are.
func moneyLegend(costs bool) string {
	text := "Of each pair the upper bar is before, the lower one after. The whole bar is the recurring price"
	if costs {
		text += ", its grey part the cost. Where the cost is higher, all of it is grey"
	}
	return text + ". Each currency has a scale of its own."
}

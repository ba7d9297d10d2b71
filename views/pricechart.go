package views

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// Chart of the history of a price: time goes to the right, as much of it as there was between two moments; what holds now goes on for a
// little.
const (
	chartWidth, chartHeight = 720.0, 200.0
	chartLeft, chartRight   = 10.0, 100.0 // at the right stand the amounts
	chartTop, chartBottom   = 16.0, 26.0
	chartNow                = 40.0
)

// priceChart are the lines of a chart: of a price, and of its cost.
type priceChart struct {
	Price, Cost string // paths of SVG; "" for none
	Low, High   string // the amounts at the bottom and at the top
	From, To    string // the days at the left and at the right
}

// chartOf draws the points; false where there is nothing to see.
func chartOf(points []domain.PricePoint, c domain.Currency) (priceChart, bool) {
	scale, ok := scaleOf(points)
	if !ok {
		return priceChart{}, false
	}
	chart := priceChart{Low: FormatAmount(domain.Amount(scale.low), c), High: FormatAmount(domain.Amount(scale.high), c),
		From: FormatDate(points[scale.first].At), To: FormatDate(points[len(points)-1].At)}
	chart.Price = scale.path(points, func(p domain.PricePoint) domain.Price { return p.Price })
	chart.Cost = scale.path(points, func(p domain.PricePoint) domain.Price { return p.Cost })
	return chart, true
}

// chartScale is where amounts and moments stand.
type chartScale struct {
	low, high decimal.Decimal
	first     int // the first point with a moment
	span      float64
}

func scaleOf(points []domain.PricePoint) (s chartScale, ok bool) {
	for _, p := range points {
		for _, amount := range []domain.Price{p.Price, p.Cost} {
			if d := amount.Decimal(); amount.IsSet() {
				if !ok || d.LessThan(s.low) {
					s.low = d
				}
				if !ok || d.GreaterThan(s.high) {
					s.high = d
				}
				ok = true
			}
		}
	}
	for s.first < len(points) && points[s.first].At.IsZero() {
		s.first++
	}
	if s.first >= len(points) || len(points) < 2 {
		return s, false
	}
	s.span = points[len(points)-1].At.Sub(points[s.first].At).Seconds()
	return s, ok
}

func (s chartScale) x(points []domain.PricePoint, i int) float64 {
	const start, end = chartLeft + chartNow, chartWidth - chartRight - chartNow
	switch {
	case i < s.first:
		return chartLeft
	case s.span <= 0:
		return start
	}
	return start + (end-start)*points[i].At.Sub(points[s.first].At).Seconds()/s.span
}

func (s chartScale) y(amount domain.Price) float64 {
	spread, _ := s.high.Sub(s.low).Float64()
	if spread == 0 {
		return chartTop + (chartHeight-chartTop-chartBottom)/2
	}
	above, _ := amount.Decimal().Sub(s.low).Float64()
	return chartHeight - chartBottom - (chartHeight-chartTop-chartBottom)*above/spread
}

// path is a line in steps, with gaps where there was no amount.
func (s chartScale) path(points []domain.PricePoint, of func(domain.PricePoint) domain.Price) string {
	var b strings.Builder
	drawn := false
	at := func(letter string, x, y float64) {
		b.WriteString(letter + strconv.FormatFloat(x, 'f', 1, 64) + " " + strconv.FormatFloat(y, 'f', 1, 64))
	}
	for i, p := range points {
		amount := of(p)
		if !amount.IsSet() {
			drawn = false
			continue
		}
		letter := "M"
		if drawn {
			letter = "L"
		}
		at(letter, s.x(points, i), s.y(amount))
		end := chartWidth - chartRight
		if i+1 < len(points) {
			end = s.x(points, i+1)
		}
		at("L", end, s.y(amount))
		drawn = true
	}
	return b.String()
}

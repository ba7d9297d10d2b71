package views_test

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tiersync/domain"
	. "tiersync/views"
	"tiersync/views/pages"
)

// sells is somebody who sells a fee at an amount.
func sells(amount string) domain.State {
	fees := domain.Fees{}
	fees[domain.RecurringFee], _ = domain.PriceFromString(amount)
	return domain.State{Delivered: &domain.Catalog{Plans: []*domain.Plan{{ID: 1, Name: "Mail", Periods: []domain.Period{{ID: 2, Length: 1, Active: true, Fees: fees}}}}}}
}

// TestTheDrawingOfALargeChain: of twenty groups eight are drawn, the others are one box; who is asked for is among them, however little matters of
// them, and who sells below cost.
func TestTheDrawingOfALargeChain(t *testing.T) {
	t.Parallel()
	key := domain.Key{Field: domain.RecurringFee.Field(), Plan: 1, Period: 2}
	seats := []domain.ChainSeat{{Account: 1, Currency: "USD", Before: sells("10"), After: sells("10")}}
	for i := range 20 {
		price := sells(strconv.Itoa(30 - i))
		seats = append(seats, domain.ChainSeat{Account: domain.AccountID(100 + i), Vendor: 1, Level: 1, Currency: "USD", Before: price, After: price})
	}
	for i := range 3 {
		seats = append(seats, domain.ChainSeat{Account: domain.AccountID(200 + i), Vendor: 1, Level: 1, Currency: "USD", Before: sells("9"), After: sells("9")})
		seats = append(seats, domain.ChainSeat{Account: domain.AccountID(300 + i), Vendor: domain.AccountID(100 + 19*(i%2)), Level: 2, Currency: "USD", Before: sells("40"), After: sells("40")})
	}
	slices.SortStableFunc(seats, func(a, b domain.ChainSeat) int { return a.Level - b.Level })
	s := ChainScreen{Chain: pages.Chain{Chain: domain.ChainOf(key, seats, nil, nil), Self: 1, Named: map[domain.AccountID]string{119: "The last of a long list of resellers"}}, Query: pages.ChainQuery{Key: key}, List: List{Path: "/chain", Extra: url.Values{}}}
	s.Line = s.Chain.Chain.Path(119)
	page := rendered(t, ChainPage(Page{}, s))
	drawn := page.Find(".chain svg")
	all := texts(drawn.Find(".chain-text"))
	if boxes := drawn.Find("rect").Length(); boxes != 1+pages.ChainDrawn+1+2 || !strings.Contains(all, "3 resellers, USD 9.00, below cost") ||
		!strings.Contains(all, "The last of a long list…, USD 11.00, margin 9.1 %") || !strings.Contains(all, "13 more groups, 13 resellers") {
		t.Errorf("%d boxes:\n%s", boxes, all)
	}
	height, err := strconv.ParseFloat(drawn.AttrOr("height", ""), 64)
	joins, strong := drawn.Find("path").Length(), drawn.Find("path.chain-on").Length()
	if strong != 1 || joins != pages.ChainDrawn+1+2 || err != nil || height > 800 {
		t.Errorf("%d of %d lines are strong, and it is %f high (%v)", strong, joins, height, err)
	}
}

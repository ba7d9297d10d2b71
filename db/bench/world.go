package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"tiersync/db"
	"tiersync/db/worlds"
	"tiersync/domain"
)

// Size says how large a distributor is.
type Size struct {
	Resellers int
	Levels    int     // of resellers below the provider
	Plans     int     // delegated to all of them
	Periods   int     // of each plan, at least 1
	Rates     int     // of each plan
	Own       float64 // the share of resellers, at every level, with values of their own
	OwnValues int     // of each of those, on up to five plans
}

// World is a distributor in a database, all of whose resellers subscribe to one reseller plan.
type World struct {
	DB        *db.DB
	Size      Size
	Viewer    domain.Viewer                      // the provider's administrator
	Plan      domain.PlanID                      // the reseller plan
	Resellers []Reseller                         // parents before their sub-resellers
	round     int                                // counts price changes, so that each is one
	sold      []*domain.Plan                     // what is delegated, as it was built
	admins    map[domain.AccountID]domain.UserID // of the resellers
}

// Reseller is an account of the world.
type Reseller struct {
	ID, Parent   domain.AccountID
	Level        int
	Subscription domain.SubscriptionID
}

// Build fills an empty, migrated database, with what further lines of a story tell of the distributor. Nothing has been delivered yet.
func Build(ctx context.Context, d *db.DB, size Size, further ...string) (*World, error) {
	planted, err := worlds.Plant(ctx, d, size.story()+strings.Join(further, "\n"))
	if err != nil {
		return nil, fmt.Errorf("build %d resellers: %w", size.Resellers, err)
	}
	w := &World{DB: d, Size: size, Viewer: planted.Viewers["Distributor"], Plan: planted.Plan}
	for _, v := range planted.Vendors[1:] {
		w.Resellers = append(w.Resellers, Reseller{ID: planted.Accounts[v.Name], Parent: planted.Accounts[v.Parent.Name], Level: v.Level,
			Subscription: planted.Subscriptions[v.Name]})
	}
	return w, w.addPeople(ctx)
}

// story tells of a distributor of this size: plans that one template delegates all, and a tree of resellers in which each level
// holds eight times as many as the one above.
func (s Size) story() string {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	line("provider Distributor: USD")
	line("user Distributor: administrator")
	line("template privileges: all")
	line("Distributor adds plan Program: type Reseller, plan category Services")
	line("Distributor adds period Program month")
	plans := fmt.Sprintf("Plan{1..%d}", s.Plans)
	line("Distributor adds plan %s: plan category Services", plans)
	line("template delegates %s", plans)
	for i := range s.Periods {
		fees := make([]string, domain.FeeCount)
		for f := range fees {
			fees[f] = strings.ToLower(domain.Fee(f).Field().Label()) + " " + cents(int64(1000*(i+1)+100*f)).String()
		}
		line("Distributor adds period %s period%d: length %d, %s", plans, i+1, i+1, strings.Join(fees, ", "))
	}
	for i := range s.Rates {
		prices := make([]string, domain.RatePriceCount)
		for k := range prices {
			prices[k] = strings.ToLower(domain.RatePrice(k).Field().Label()) + " " + cents(int64(200+10*i+k)).String()
		}
		line("Distributor adds resource %s resource%d: %s", plans, i+1, strings.Join(prices, ", "))
	}
	above, n := []string{"Distributor"}, 0
	for _, count := range levelSizes(s.Resellers, s.Levels) {
		var here []string
		for i := range count {
			n++
			here = append(here, fmt.Sprint("Reseller", n))
			line("reseller Reseller%d under %s: USD", n, above[i%len(above)])
		}
		above = here
	}
	return text.String()
}

func cents(n int64) domain.Price { return domain.Amount(decimal.New(n, -2)) }

func levelSizes(resellers, levels int) []int {
	sizes, parts := make([]int, levels), 0
	for i, part := 0, 1; i < levels; i, part = i+1, part*8 {
		sizes[i] = part
		parts += part
	}
	left := resellers
	for i := range sizes[:levels-1] {
		sizes[i] = max(1, resellers*sizes[i]/parts)
		left -= sizes[i]
	}
	sizes[levels-1] = left
	return sizes
}

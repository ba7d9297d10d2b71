package db_test

import (
	"slices"
	"strings"

	"tiersync/domain"
)

// The kinds of change that are about plans.

func planFixtures() []kindFixture {
	return []kindFixture{
		{kind: domain.PlanCreated, says: "name: nothing -> Plan", nobodys: made, makes: func(b things) domain.Change {
			return whole(b.made(), b.newPlan(b.made(), domain.GenericPlan))
		}},
		{kind: domain.FeesChanged, says: "recurring_fee: 10 -> 12", makes: func(b things) domain.Change {
			return part(b.plan(), kv(domain.FeeKey(b.plan(), b.month(), domain.RecurringFee), "12"))
		}},
		{kind: domain.PricesChanged, says: "recurring_fee: 10 -> 12", below: domain.KindInvalid, beside: domain.KindInvalid, makes: func(b things) domain.Change {
			return part(int64(0), kv(domain.FeeKey(b.plan(), b.month(), domain.RecurringFee), "12"))
		}},
		{kind: domain.PricesImported, says: "recurring_fee: 10 -> 12", below: domain.KindInvalid, beside: domain.KindInvalid, makes: func(b things) domain.Change {
			c := part(int64(0), kv(domain.FeeKey(b.plan(), b.month(), domain.RecurringFee), "12"))
			c.File = &domain.PriceFile{Name: "prices.csv", SHA256: strings.Repeat("ab", 32)}
			return c
		}},
		{kind: domain.PeriodAdded, says: "period_length: nothing -> 2", makes: func(b things) domain.Change {
			return whole(b.plan(), b.fullPlan().WithPeriod(domain.Period{ID: domain.PeriodID(b.made()), Length: 2, Unit: "years", Position: 9}))
		}},
		{kind: domain.PeriodDeleted, says: "period_unit: years -> nothing", makes: func(b things) domain.Change {
			return whole(b.plan(), b.fullPlan().WithoutPeriod(b.year()))
		}},
		{kind: domain.RateChanged, says: "included: 10 -> 20", makes: func(b things) domain.Change {
			return part(b.plan(), kv(domain.Key{Field: domain.FieldIncluded, Plan: b.plan(), Resource: b.root().resource()}, "20"))
		}},
		{kind: domain.ResourceAdded, says: "maximum: nothing -> 5", makes: func(b things) domain.Change {
			return whole(b.plan(), b.fullPlan().WithRate(domain.Rate{Resource: providers2.resource(), Maximum: 5, Prices: []domain.PriceRow{{}}}))
		}},
		{kind: domain.ResourceRemoved, says: "maximum: 100 -> nothing", makes: func(b things) domain.Change {
			return whole(b.plan(), b.fullPlan().WithoutRate(b.root().resource()))
		}},
		{kind: domain.PriceRowAdded, says: "price_row: nothing -> yes", makes: func(b things) domain.Change {
			rate := *b.fullPlan().Rate(b.root().resource())
			rate.Prices = append(slices.Clone(rate.Prices), domain.PriceRow{From: 50})
			return whole(b.plan(), b.fullPlan().WithRate(rate))
		}},
		{kind: domain.PathAdded, says: "upgrade_path: nothing -> yes", makes: func(b things) domain.Change {
			return part(b.plan(), kv(domain.UpgradeKey(b.plan(), b.spare()), domain.Yes))
		}},
		{kind: domain.PathChanged, says: "upgrade_description: Grow -> Shrink", makes: func(b things) domain.Change {
			return part(b.plan(), domain.Upgrade{To: b.delivered(), Description: "Shrink"}.Values(b.plan())...)
		}},
		{kind: domain.PathRemoved, says: "upgrade_path: yes -> nothing", makes: func(b things) domain.Change {
			p := b.fullPlan()
			p.Upgrades = nil
			return whole(b.plan(), p)
		}},
		{kind: domain.PlanDeleted, says: "name: Plan -> nothing", by: func(w *world, v domain.Viewer, b things) error {
			return w.deleteAs(v, domain.DeletionRequest{Plan: b.spare()})
		}},
	}
}

// ownPlanFixtures are the kinds of change that a plan takes from whoever has it, made or delivered.
func ownPlanFixtures() []kindFixture {
	return []kindFixture{
		{kind: domain.PlanChanged, says: "short_description:  -> For all", makes: func(b things) domain.Change {
			return part(b.second(), kv(domain.Key{Field: domain.FieldShort, Plan: b.second()}, "For all"))
		}},
		{kind: domain.PlanRestored, says: "long_description:  -> As it was", makes: func(b things) domain.Change {
			return part(b.second(), kv(domain.Key{Field: domain.FieldLong, Plan: b.second()}, "As it was"))
		}},
		{kind: domain.PlanPublished, says: "published: no -> yes", makes: func(b things) domain.Change {
			return part(b.spare(), kv(domain.Key{Field: domain.FieldPublished, Plan: b.spare()}, domain.Yes))
		}},
		{kind: domain.PlanUnpublished, says: "published: yes -> no", makes: func(b things) domain.Change {
			return part(b.second(), kv(domain.Key{Field: domain.FieldPublished, Plan: b.second()}, domain.No))
		}},
		{kind: domain.PlanConfirmed, says: "confirmation: no -> yes (own)", over: true, makes: confirmation},
		{kind: domain.PlansConfirmed, says: "renewal_fee: 10 -> 2 (own)", over: true, below: domain.KindInvalid, beside: domain.KindInvalid, makes: func(b things) domain.Change {
			return part(int64(0), kv(domain.FeeKey(b.unpriced(), b.month(), domain.RenewalFee), "2"))
		}},
		{kind: domain.PlansChanged, says: "published: yes -> no", below: domain.KindInvalid, beside: domain.KindInvalid, makes: func(b things) domain.Change {
			return part(int64(0), kv(domain.Key{Field: domain.FieldPublished, Plan: b.second()}, domain.No))
		}},
		{kind: domain.OwnValuesSet, says: "recurring_fee: 10 -> 12 (own)", over: true, makes: func(b things) domain.Change {
			return part(b.delivered(), kv(domain.FeeKey(b.delivered(), b.month(), domain.RecurringFee), "12"))
		}},
		{kind: domain.ValuesLocked, says: "lock: nothing -> Promised (own)", over: true, below: domain.KindInvalid, beside: domain.KindInvalid, makes: func(b things) domain.Change {
			return part(int64(0), kv(domain.PlacementKey(b.delivered()).Lock(), "Promised"))
		}},
		{kind: domain.ValuesUnlocked, says: "lock: Promised (own) -> nothing", over: true, below: domain.KindInvalid, beside: domain.KindInvalid, makes: func(b things) domain.Change {
			c := part(int64(0))
			c.Without = []domain.Key{domain.Key{Field: domain.FieldLong, Plan: b.delivered()}.Lock()}
			return c
		}},
		{kind: domain.PlanMoved, says: "sales_categories: #21 -> ", makes: func(b things) domain.Change {
			return part(b.second(), placement(b.second()))
		}},
		{kind: domain.PlanMovedBack, says: "sales_categories: 30021 (own) -> #21", over: true, makes: func(b things) domain.Change {
			c := part(b.delivered())
			c.Reset = []domain.Key{domain.PlacementKey(b.delivered())}
			return c
		}},
	}
}

// confirmation sets every price of a plan that was delivered without, and confirms it.
func confirmation(b things) domain.Change {
	plan := b.newPlan(b.unpriced(), domain.GenericPlan)
	for i := range plan.Periods {
		plan.Periods[i].Fees, plan.Periods[i].Unpriced = domain.Fees{}, true
	}
	plan.Rates[0].Prices[0].Prices, plan.Rates[0].Unpriced = domain.RatePrices{}, true
	c := part(plan.ID, plan.Confirmations()...)
	for key := range plan.MissingPrices() {
		c.Typed = append(c.Typed, kv(key, "1"))
	}
	return c
}

package demo

import (
	"fmt"
	"time"

	"tiersync/domain"
)

// apply returns what a reseller has of his own after an edit of one plan or of his catalog.
func (b *builder) apply(now domain.State, edit ownEdit, by domain.UserID, at time.Time) (*domain.Own, error) {
	own := now.Own
	for _, v := range edit.values {
		override := domain.Override{Key: b.ownKey(edit.plan, v), Value: v.value, By: by, At: at}
		if v.field == domain.FieldPlacement {
			override.Value = domain.IDs([]domain.CategoryID{b.salesID(v.category)})
		}
		base, ok := deliveredValue(now.Delivered, override.Key)
		if b.err == nil && !ok {
			b.fail(fmt.Errorf("%s has no %s of plan %q to change", edit.company, v.field, edit.plan))
		}
		override.Base = base
		if price, err := domain.PriceFromString(v.value); err == nil && v.isPrice() {
			override.Value = price.String()
		}
		own = own.With(override)
	}
	return own, b.err
}

// isPrice reports whether the value is an amount of money, which is stored in its canonical form.
func (v ownValue) isPrice() bool {
	for f := range domain.FeeCount {
		if v.field == f.Field() {
			return true
		}
	}
	return v.field == domain.RecurringPrice.Field()
}

func (b *builder) ownKey(plan string, v ownValue) domain.Key {
	if v.field == domain.FieldDisplay {
		return domain.DisplayKey(b.salesID(v.category))
	}
	return domain.Key{Field: v.field, Plan: b.planID(plan), Period: b.periodID(plan, v.period), Resource: b.resourceID(v.resource),
		From: v.from}
}

// deliveredValue returns the value that an override is about to stand over.
func deliveredValue(c *domain.Catalog, key domain.Key) (string, bool) {
	if c == nil {
		return "", false
	}
	if key.Field == domain.FieldDisplay {
		category := c.Categories.SalesCategory(key.Category)
		if category == nil {
			return "", false
		}
		return domain.YesNo(category.Display), true
	}
	plan := c.Plan(key.Plan)
	if plan == nil {
		return "", false
	}
	return plan.Value(key)
}

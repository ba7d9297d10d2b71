package demo

import "tiersync/domain"

// ownChange is an edit of one plan, or of where a plan stands, or of a category, as a form makes it.
func (b *builder) ownChange(edit ownEdit) domain.Change {
	c := domain.Change{Kind: edit.kind, Part: true}
	for _, v := range edit.values {
		key, text := b.ownKey(edit.plan, v), v.value
		if v.field == domain.FieldPlacement {
			text = domain.IDs([]domain.CategoryID{b.salesID(v.category)})
		}
		if price, err := domain.PriceFromString(v.value); err == nil && v.field.IsPrice() {
			text = price.String()
		}
		c.About, c.Typed = domain.RefOf(key), append(c.Typed, domain.KeyedValue{Key: key, Value: text})
	}
	return c
}

func (b *builder) ownKey(plan string, v ownValue) domain.Key {
	if v.field == domain.FieldDisplay {
		return domain.DisplayKey(b.salesID(v.category))
	}
	return domain.Key{Field: v.field, Plan: b.planID(plan), Period: b.periodID(plan, v.period), Resource: b.resourceID(v.resource),
		From: v.from}
}

package domain

import "slices"

// createResources adds the rates that the offer has and the copy lacks (rule 7).
func createResources(s *planSync) {
	for _, rate := range s.offer.Rates {
		if s.plan.Rate(rate.Resource) == nil {
			s.note(Created, "", Key{Field: FieldRate, Plan: s.plan.ID, Resource: rate.Resource}, "", Yes)
			s.addRate(rate)
		}
	}
}

// removeResources removes the delegated rates that the offer no longer has (rule 8).
func removeResources(s *planSync) {
	s.plan.Rates = slices.DeleteFunc(s.plan.Rates, func(rate Rate) bool {
		if s.offer.Rate(rate.Resource) != nil {
			return false
		}
		s.note(Removed, "", Key{Field: FieldRate, Plan: s.plan.ID, Resource: rate.Resource}, Yes, "")
		return true
	})
}

// updatePrices makes all prices of matching rates the offer's: rows for periods, tiers and single prices (rule 9).
func updatePrices(s *planSync) {
	for i := range s.plan.Rates {
		if offered := s.offer.Rate(s.plan.Rates[i].Resource); offered != nil {
			s.updateRows(&s.plan.Rates[i], offered)
		}
	}
}

// updateRows follows the offer row by row. Rows for periods that the copy lacks do not come, and rows for periods that
// the offer lacks stay. Where a price of the offer could not be converted, rows neither come nor go: a plan on sale must not
// vanish for it, nor sell at half a list of prices (rule G14).
func (s *planSync) updateRows(rate, offered *Rate) {
	key := Key{Plan: s.plan.ID, Resource: rate.Resource}
	stay := offered.priceUnknown()
	if s.switches.PricesProtected() {
		stay = PricesAreProtected
	}
	rate.Prices = slices.DeleteFunc(rate.Prices, func(row PriceRow) bool {
		if offered.Row(row.Period, row.From) != nil || row.Period != 0 && s.offer.Period(row.Period) == nil {
			return false
		}
		if stay != "" {
			s.note(Skipped, stay, key.row(row).of(FieldPriceRow), Yes, "")
			return false
		}
		s.note(Removed, "", key.row(row).of(FieldPriceRow), Yes, "")
		return true
	})
	for _, row := range offered.Prices {
		if row.Period != 0 && s.plan.Period(row.Period) == nil {
			continue
		}
		have := rate.Row(row.Period, row.From)
		switch {
		case have != nil:
			for k := range row.Prices {
				s.updatePrice(key.row(row).of(RatePrice(k).Field()), &have.Prices[k], row.Prices[k])
			}
		case stay != "":
			s.note(Skipped, stay, key.row(row).of(FieldPriceRow), "", Yes)
		default:
			s.note(Created, "", key.row(row).of(FieldPriceRow), "", Yes)
			rate.Prices = sortRows(append(rate.Prices, s.newRows(rate.Resource, []PriceRow{row})...))
		}
	}
}

// priceUnknown says why one of the rate's prices could not be converted, "" where all could.
func (r *Rate) priceUnknown() Reason {
	for _, row := range r.Prices {
		for _, price := range row.Prices {
			if price.NoRate() {
				return price.WhyNoRate()
			}
		}
	}
	return ""
}

// updateLimits makes the amounts of matching rates the offer's (rule 10).
func updateLimits(s *planSync) {
	for i := range s.plan.Rates {
		rate := &s.plan.Rates[i]
		offered := s.offer.Rate(rate.Resource)
		if offered == nil {
			continue
		}
		key := Key{Plan: s.plan.ID, Resource: rate.Resource}
		s.updateLimit(key.of(FieldIncluded), rate.Included, offered.Included)
		s.updateLimit(key.of(FieldMinimum), rate.Minimum, offered.Minimum)
		s.updateLimit(key.of(FieldMaximum), rate.Maximum, offered.Maximum)
		rate.Included, rate.Minimum, rate.Maximum = offered.Included, offered.Minimum, offered.Maximum
	}
}

func (s *planSync) updateLimit(key Key, limit, offered int64) {
	if limit != offered {
		s.note(Updated, "", key, intText(limit), intText(offered))
	}
}

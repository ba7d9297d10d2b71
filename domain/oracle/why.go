package oracle

import "tiersync/domain"

// AddsUp says what is wrong with the steps to a price, "" for nothing: each comes to what it says, made from the one before it, and the last to what is
// sold; the first is the only one that is made of nothing, and that only where it is known who set it, or there is no price. A value of one's own is
// made of nothing where it is the fee of an upgrade path that is theirs as a whole.
func AddsUp(key domain.Key, steps []domain.WhyStep, sold domain.Price) string {
	if len(steps) == 0 {
		return "there are no steps"
	}
	var price domain.Price
	for i, s := range steps {
		if price = s.Makes(price); !price.Same(s.Price) {
			return "step " + string(s.Kind) + " comes to " + price.String() + ", not to " + s.Price.String()
		}
		first := s.Kind == domain.WhyMade || s.Kind == domain.WhyTheirs || s.Kind == domain.WhyFound
		if ownPath := i == 0 && s.Kind == domain.WhyOwn && key.Field == domain.FieldUpgradeFee; first != (i == 0) && !ownPath {
			return "step " + string(s.Kind) + " does not stand where it belongs"
		}
		if s.Kind == domain.WhyFound && s.Price.IsSet() {
			return "it is not known from what the price was made"
		}
	}
	if !price.Same(sold) {
		return "they come to " + price.String()
	}
	return ""
}

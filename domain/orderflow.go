package domain

import "slices"

// OrderTypes are the types of order that a flow has transitions for, in the order of pages.
func OrderTypes() []string { return []string{"Sales", "Renewal", "Billing", "Change", "Cancellation"} }

// statusLimit is how many characters the status of an order may have.
const statusLimit = 60

// problems says what is wrong with a step of an order flow.
func (t Transition) problems() problems {
	var p problems
	if !slices.Contains(OrderTypes(), t.OrderType) {
		p.add("order_type", "Choose a type of order from the list")
	}
	p.add("from", statusProblem(t.From))
	p.add("to", statusProblem(t.To))
	if t.From == t.To {
		p.add("to", "Enter another status than the one it starts from")
	}
	return p
}

func statusProblem(status string) string {
	return requiredLineProblem(status, "Enter a status", statusLimit)
}

// IdleCustomizations returns the customizations of steps that the reseller's flow does not have: stored and ignored.
func IdleCustomizations(s State) []Override {
	layer := s.Own.Layer(0)
	if layer == nil {
		return nil
	}
	var flow *OrderFlow
	if s.Delivered != nil {
		flow = s.Delivered.OrderFlow
	}
	return filter(layer.Values, func(v Override) bool { return v.Key.Field == FieldTransition && !flow.has(v.Key) })
}

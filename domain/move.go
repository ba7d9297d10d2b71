package domain

import "strings"

// This file moves a reseller to another vendor of the same provider. What was delivered to them stays until the next run, and their subscriptions go
// along: they are to the same reseller plans, which the new vendor has to sell, too. Those below them go along as they are.

// MoveFacts is what a move is checked by.
type MoveFacts struct {
	Vendor Account  // the new one; zero where it is neither the viewer's account nor one below it
	Below  bool     // it is the reseller, or stands below them
	Lacks  []string // the reseller plans of live subscriptions that it does not sell
}

// moved refuses a move that would make a circle, leads out of what the viewer sees, or leaves a subscription without a vendor.
func (k *keyed) moved(s Situation, reseller AccountID, after Account) error {
	if s.Facts.Move == nil {
		return errDamaged()
	}
	facts, err := s.Facts.Move(reseller, after.Parent)
	if err != nil {
		return err
	}
	key, name := Key{Field: FieldVendor}, facts.Vendor.Name
	switch {
	case facts.Vendor.ID == 0 || facts.Vendor.Provider != after.Provider:
		k.missing(key, Ref{Of: ObjectReseller, ID: int64(after.Parent)}, chooseFromList)
	case facts.Below:
		k.add(key, Isolate(after.Name)+" would stand below themselves")
	case facts.Vendor.Status == AccountClosed:
		k.add(key, "The account of "+Isolate(name)+" is closed")
	case len(facts.Lacks) > 0:
		k.add(key, Isolate(name)+" does not sell "+strings.Join(Isolated(facts.Lacks), ", ")+", to which "+Isolate(after.Name)+" is subscribed: end the subscription first, or have the plan delivered to "+Isolate(name))
	}
	return nil
}

// Move is what becomes of a reseller who buys from another vendor.
type Move struct {
	Reseller, From, To Account
	Plans              []MovedPlan         // that they sell and did not make, in the order of plans
	Below              []CostMove          // that go below cost by it, in the order of Plans and of each plan's pages
	Subscriptions      []MovedSubscription // that go along
	Names              Names               // of what Below names
	Missing            Currency            // there is no exchange rate of it, so that costs are not known then; "" where none is needed
}

// GoBelow finds the prices at which the reseller, who has this, would sell below cost from then on and does not now.
func (m *Move) GoBelow(has State, now, then Costs) {
	m.Below = Sale{has, has, now, then}.PricesOf(LookLeftBelow, LookFacts{})
	below := map[PlanID]int{}
	for _, one := range m.Below {
		below[one.Key.Plan]++
	}
	for i := range m.Plans {
		m.Plans[i].Below = below[m.Plans[i].Plan.ID]
	}
}

// PlansBelow counts the plans of Below.
func (m *Move) PlansBelow() (n int) {
	for _, p := range m.Plans {
		if p.Below > 0 {
			n++
		}
	}
	return n
}

// MovedSubscription is a subscription that goes along, with the template that its plan delivers by.
type MovedSubscription struct {
	SubscriptionRow
	Template string // "" where the new vendor does not sell the plan, and where it is none of the viewer's
}

// MovedPlan is a delivered plan of a reseller who is moved, with what its main price costs them now and then.
type MovedPlan struct {
	*Plan
	Now, Then Price // not set where that is not known
	Delegated bool  // the new vendor sells the plan and delegates it to them
	Below     int   // how many prices go below cost by the move
}

// MovedPlans are the delivered plans of a reseller. delegates says what the new vendor delegates to them.
func MovedPlans(has State, now, then Costs, delegates func(PlanID) bool) []MovedPlan {
	var list []MovedPlan
	for _, p := range has.Effective().Plans {
		if orEmpty(has.Delivered).Plan(p.ID) == nil {
			continue
		}
		moved := MovedPlan{Plan: p, Delegated: delegates(p.ID)}
		if key, there := p.mainPrice(then, now); there {
			moved.Now, moved.Then = now.At(key), then.At(key)
		}
		list = append(list, moved)
	}
	return list
}

// mainPrice is the key of the price that lists show: the recurring fee of the first active period, or, where that costs nothing anywhere, the
// recurring price of the main resource.
func (p *Plan) mainPrice(costs ...Costs) (Key, bool) {
	period := p.FirstPeriod()
	if period == nil {
		return Key{}, false
	}
	key := FeeKey(p.ID, period.ID, RecurringFee)
	for _, c := range costs {
		if cost := c.At(key); cost.IsSet() && !cost.IsZero() {
			return key, true
		}
	}
	if rate, row := p.MainPrice(period.ID); row != nil {
		return PriceKey(p.ID, rate.Resource, *row, RecurringPrice), true
	}
	return key, true
}

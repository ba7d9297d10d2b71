package domain

// TargetStanding is how one target stands to what their vendor offers now.
type TargetStanding struct {
	boxes   boxes
	Nothing bool // the vendor delegates no plan to them, and they sell none of an earlier time
	Standing
}

// Boxes are those that would change something if all were ticked with Keep, in the order of the dialog: none for who has everything.
func (s TargetStanding) Boxes() []OptionKey {
	var keys []OptionKey
	for i, key := range optionKeys {
		if s.boxes&(1<<i) != 0 {
			keys = append(keys, key)
		}
	}
	return keys
}

// Behind reports whether one of the boxes would change something.
func (s TargetStanding) Behind() bool { return s.boxes != 0 }

// Standings returns how every target stands to their vendor (rule G13), in the order of the targets, whether or not runs reach them. Offers
// are made from what each vendor has now, not from what a run would give them: each is a function of what vendor and target have. A margin is low
// below so many percent.
func Standings(in Input, margin int) []TargetStanding {
	in.Options, in.Policy, in.LeftOut = AllOptions(), Keep, nil
	s := &standings{run: newRun(in, newShared(in), false), margin: margin, lists: map[*Outcomes]noted{}, plans: map[soldPlan]sold{}, catalogs: map[soldCatalog]sold{}}
	list := make([]TargetStanding, len(in.Targets))
	for i, target := range in.Targets {
		target.Skip = ""
		list[i] = s.of(target)
	}
	return list
}

// standings is a run of all boxes, and what is remembered of what it came to.
type standings struct {
	*run
	margin   int
	lists    map[*Outcomes]noted
	plans    map[soldPlan]sold
	catalogs map[soldCatalog]sold
}

// noted is what a list of outcomes says of a standing.
type noted struct {
	boxes                  boxes
	protected, unconverted int
}

func (l *noted) add(o noted) {
	l.boxes |= o.boxes
	l.protected += o.protected
	l.unconverted += o.unconverted
}

func notedIn(list []Outcome) (l noted) {
	for _, o := range list {
		switch {
		case o.What.Changes():
			l.boxes |= boxBits[o.Option]
		case o.What == Skipped && o.Reason == PricesAreProtected:
			l.protected++
		case o.What == Skipped && (o.Reason == NoExchangeRate || o.Reason == RoundsToZero):
			l.unconverted++
		}
	}
	return l
}

func (s *standings) of(t Target) TargetStanding {
	vendor := s.in.Vendors[t.Vendor]
	result := s.run.one(t)
	sum := notedIn(result.Own)
	for _, o := range result.Outcomes {
		known, asked := s.lists[o]
		if !asked {
			known = notedIn(o.List)
			s.lists[o] = known
		}
		sum.add(known)
	}
	sells := s.sold(vendor, t)
	nothing := len(s.shared.offer(vendor, t.Currency).Plans) == 0 && (t.Before.Delivered == nil || sum.boxes == 0 && sells.plans == 0)
	return TargetStanding{sum.boxes, nothing, Standing{Held: sells.held, Protected: sum.protected, Unconverted: sum.unconverted, BelowCost: sells.below, LowMargin: sells.low}}
}

// sold is what the plans come to that were delivered: how many are not disabled, how many of them wait for prices, and how many prices are
// below cost, or have a low margin.
type sold struct{ plans, held, below, low int }

func (a sold) plus(b sold, sign int) sold {
	return sold{a.plans + sign*b.plans, a.held + sign*b.held, a.below + sign*b.below, a.low + sign*b.low}
}

// soldPlan is a plan as it is sold and as it is paid; soldCatalog what was delivered, and what the vendor has.
type soldPlan struct{ plan, paid *Plan }
type soldCatalog struct {
	delivered *Catalog
	vendor    State
	from, to  Currency
}

// sold sums up what the target makes of what was delivered. Of those who have own values, the plans with values over them are counted anew.
func (s *standings) sold(vendor VendorState, t Target) sold {
	delivered, paid := s.shared.delivered(t), s.shared.catalog(vendor.State)
	key := soldCatalog{delivered, vendor.State, vendor.Currency, t.Currency}
	sum, known := s.catalogs[key]
	if !known {
		for _, p := range delivered.Plans {
			sum = sum.plus(s.soldPlan(p, paid, key), 1)
		}
		s.catalogs[key] = sum
	}
	own := t.Before.Own
	if own == nil {
		return sum
	}
	plans := layerPlans(own)
	if own.hasRules() {
		plans = planIDs(delivered)
	}
	for _, id := range plans {
		if p := delivered.Plan(id); p != nil {
			over := s.shared.over(own.Layer(id), own.ruling(p), p)
			sum = sum.plus(s.soldPlan(p, paid, key), -1).plus(s.soldPlan(over, paid, key), 1)
		}
	}
	return sum
}

func (s *standings) soldPlan(p *Plan, paid *Catalog, of soldCatalog) sold {
	key := soldPlan{p, s.shared.paid(paid.Plan(p.ID), of.from, of.to)}
	sum, known := s.plans[key]
	if known || p.Disabled {
		return sum
	}
	sum.plans = 1
	if p.Status() == StatusHeld {
		sum.held = 1
	}
	for at, prices := range p.rows() {
		for i, cost := range key.paid.pricesAt(at) {
			if prices[i].Below(cost) {
				sum.below++
			} else if MarginBelow(prices[i], cost, s.margin) {
				sum.low++
			}
		}
	}
	s.plans[key] = sum
	return sum
}

package domain

import (
	"slices"

	"github.com/shopspring/decimal"
)

// This file tells how one price comes down the tree: what each reseller is offered, what was delivered to them, what they make of it, what it
// costs them and what remains, before a run and after it. Those for whom all of that is the same are one group.

// ChainSeat is an account on the way of a price, with what they have before a run and after it.
type ChainSeat struct {
	Account, Vendor AccountID
	Level           int
	Currency        Currency
	Before, After   State
	Reason          Reason // why the run did not deliver what is offered; "" where it says nothing
	// Buys is what the vendor of the first seat has, where that is to be said; without a currency it is not.
	Buys VendorState
}

// ChainPrice is what an account has of a price at one moment, in their currency. What there is not is not set.
type ChainPrice struct {
	Sells     bool  // they have a price there, be it not set
	Made      bool  // in a plan that they made
	Off       bool  // the plan is disabled: it is offered to nobody below
	Own       bool  // an own value took the place of what was delivered
	Locked    bool  // and no run overwrites it
	Ruled     bool  // a price rule made another price of it
	Hidden    bool  // what they sell at is out of sight
	Offered   Price // by their vendor: the MSRP, where there is one, else what it costs, converted
	Delivered Price
	Sold      Price
	MSRP      Price // that they suggest in place of what they sell at
	Cost      Price // what the vendor sells at, converted
}

// BelowCost reports whether it is sold for less than it costs.
func (p ChainPrice) BelowCost() bool { return p.Sold.Below(p.Cost) }

// Margin is what remains of what is sold after its cost; false where one of them is not set.
func (p ChainPrice) Margin() (decimal.Decimal, bool) {
	if !p.Sold.IsSet() || !p.Cost.IsSet() {
		return decimal.Decimal{}, false
	}
	return p.Sold.Decimal().Sub(p.Cost.Decimal()), true
}

// offers is what an account offers those below them, in their own currency: not set where they do not.
func (p ChainPrice) offers() Price {
	switch {
	case p.Off:
		return Price{}
	case p.MSRP.IsSet():
		return p.MSRP
	}
	return p.Sold
}

// ChainLink is one account of a chain.
type ChainLink struct {
	Account       AccountID
	Level         int
	Currency      Currency
	Before, After ChainPrice
	Conversion    Conversion // of the vendor's prices; none within one currency
	Exact         Price      // what is offered after the run, before it is rounded; not set within one currency
	Reason        Reason     // why what is offered after the run is not what was delivered, where a run says so
	Above         int        // the place of their vendor in Chain.Links; below zero: none of them
	Group         int        // the group that they are in; below zero: the price does not come to them
}

// Moved reports whether anything of it is otherwise after the run.
func (l ChainLink) Moved() bool { return l.Before != l.After }

// Waits reports whether something else is offered than was delivered.
func (l ChainLink) Waits() bool {
	return !l.After.Made && l.After.Offered.IsSet() && !l.After.Offered.Same(l.After.Delivered)
}

// ChainGroup is accounts of one level, whose vendors are in one group, and who have the same.
type ChainGroup struct {
	ChainLink       // of the first of them
	Vendor    int   // the group of their vendors; below zero: it is the top
	Members   []int // places in Chain.Links
}

// Chain is one price on its way down. Its groups stand by level; in each level what matters first: below cost from now on, already below cost,
// changed, by how much, not passed on yet, then the larger group.
type Chain struct {
	Key     Key
	Links   []ChainLink // in the order of the seats
	Groups  []ChainGroup
	Without int // how many of the accounts the price does not come to
}

// Path are the places of the links from the top down to an account; empty where the price does not come to them.
func (c Chain) Path(account AccountID) (path []int) {
	at := slices.IndexFunc(c.Links, func(l ChainLink) bool { return l.Account == account && l.Group >= 0 })
	for ; at >= 0; at = c.Links[at].Above {
		path = append(path, at)
	}
	slices.Reverse(path)
	return path
}

// ChainOf follows the price at key down from the first of the seats, in which vendors stand before those below them. Amounts are converted at
// rates, as rule G14 says.
func ChainOf(key Key, seats []ChainSeat, rates ExchangeRates, unmeasured map[ResourceID]bool) Chain {
	c := chaining{key: key, rates: rates, unmeasured: unmeasured, at: make(map[AccountID]int, len(seats)), links: make([]ChainLink, len(seats))}
	for i, seat := range seats {
		c.link(i, seat)
		c.at[seat.Account] = i
	}
	c.leave()
	chain := Chain{Key: key, Groups: c.grouped(), Links: c.links}
	for _, link := range c.links {
		if link.Group < 0 {
			chain.Without++
		}
	}
	return chain
}

type chaining struct {
	key        Key
	rates      ExchangeRates
	unmeasured map[ResourceID]bool
	at         map[AccountID]int
	links      []ChainLink
}

// link is what an account has, beside what their vendor has.
func (c *chaining) link(i int, seat ChainSeat) {
	vendor, below := c.at[seat.Vendor]
	link := ChainLink{Account: seat.Account, Level: seat.Level, Currency: seat.Currency, Before: seat.Before.chainPrice(c.key),
		After: seat.After.chainPrice(c.key), Reason: seat.Reason, Above: -1}
	switch {
	case below:
		link.Above = vendor
		link = c.paid(link, c.links[vendor])
	case seat.Buys.Currency != "":
		price := seat.Buys.chainPrice(c.key)
		link = c.paid(link, ChainLink{Currency: seat.Buys.Currency, Before: price, After: price})
	}
	if !link.Waits() {
		link.Reason = ""
	}
	c.links[i] = link
}

// paid is a link with what the vendor takes and offers. Which resources are measurable may have been otherwise when the run was made: where that
// comes to what was delivered, it counts.
func (c *chaining) paid(link, vendor ChainLink) ChainLink {
	with := func(unmeasured map[ResourceID]bool) ChainLink {
		l := link
		l.Conversion = c.rates.Conversion(vendor.Currency, l.Currency, unmeasured)
		l.Before.take(l.Conversion, c.key, vendor.Before)
		l.After.take(l.Conversion, c.key, vendor.After)
		if from := vendor.After.offers(); !l.Conversion.none() {
			l.Exact = WhyStep{Conversion: l.Conversion}.Exact(from)
		}
		return l
	}
	now := with(c.unmeasured)
	if now.Conversion.none() || c.key.Resource == 0 || !now.Waits() {
		return now
	}
	if then := with(why{key: c.key, unmeasured: c.unmeasured}.otherwise()); !then.Waits() {
		return then
	}
	return now
}

// take fills in what a vendor takes and offers. What somebody made themselves costs them nothing.
func (p *ChainPrice) take(conversion Conversion, key Key, vendor ChainPrice) {
	if p.Made || !vendor.Sells {
		return
	}
	p.Offered = conversion.at(key, vendor.offers())
	if cost := conversion.at(key, vendor.Sold); p.Sells && !cost.NoRate() {
		p.Cost = cost
	}
}

// chainPrice is what a state has at a key, without what it costs.
func (s State) chainPrice(key Key) (p ChainPrice) {
	if p.Sold, p.Sells = s.Sold(key); !p.Sells {
		return ChainPrice{}
	}
	delivered := orEmpty(s.Delivered).Plan(key.Plan)
	if delivered == nil {
		made := s.Own.MadeCatalog().Plan(key.Plan)
		p.Made, p.Off, p.MSRP = true, made.Disabled, made.msrp(key)
		return p
	}
	p.Off, p.Delivered = delivered.Disabled, orZero(delivered.price(key))
	own, is := s.Own.Value(key)
	if p.Own, p.Locked = is, own.Lock != ""; !is {
		ruled, is := s.Rule(key)
		p.Ruled = is && ruled.Why == ""
	}
	return p
}

// SeenChain is a chain as the viewer may see it: for who sees no costs, their own account, which is the first, has what they sell at and
// nothing else, and that not where it was delivered and is not what they sell at now.
func (v Viewer) SeenChain(c Chain, now State) Chain {
	if v.SeesCosts() || len(c.Links) == 0 || c.Links[0].Account != v.Account.ID {
		return c
	}
	sold, _ := now.Sold(c.Key)
	c.Links, c.Groups = slices.Clone(c.Links), slices.Clone(c.Groups)
	mine := &c.Links[0]
	mine.Before, mine.After, mine.Reason, mine.Exact, mine.Conversion = mine.Before.bare(sold), mine.After.bare(sold), "", Price{}, Conversion{}
	if mine.Group >= 0 {
		c.Groups[mine.Group].ChainLink = *mine
	}
	return c
}

// bare is what is left of it for who sees no costs.
func (p ChainPrice) bare(sold Price) ChainPrice {
	bare := ChainPrice{Sells: p.Sells, Made: p.Made, Off: p.Off, Own: p.Own, Locked: p.Locked, Ruled: p.Ruled, Sold: p.Sold, MSRP: p.MSRP}
	if !p.Made && !p.Own && !p.Ruled && p.Sold != sold {
		bare.Sold, bare.Hidden = Price{}, true
	}
	return bare
}

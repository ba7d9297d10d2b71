package pages

import "tiersync/domain"

// Why is a price of a plan with the steps that led to it.
type Why struct {
	Key     domain.Key
	Account domain.Account // whose it is
	Chain   []Party        // from the first of whom the viewer knows down to that account
	Self    int            // the index of the viewer's own account in the chain
	Steps   []domain.WhyStep

	Sold      domain.Price
	MSRP      domain.Price // of what the account made themselves
	Made      bool         // the account made the plan
	Own       bool         // the price is an own value
	Delivered domain.Price // not set for who does not see it
	Back      domain.Price // what comes where the own value is given back
	BackRule  bool         // by a rule
	Cost      domain.Price // of today
	Offered   domain.Price // what a run would deliver today
	Costs     bool         // the viewer sees costs, and there are some

	History []domain.PricePoint
	Cut     bool // what is older was not looked at

	Former map[domain.AccountID]string // who made runs in it and is no vendor of the chain any more; "" where the viewer does not know of them
}

// Party is an account of a chain.
type Party struct {
	ID       domain.AccountID
	Name     string
	Currency domain.Currency
}

package db

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// lookFacts are what looking at a run of these boxes in a provider's tree takes besides the run: the provider's limits and, where the run
// can withdraw plans, how many subscriptions run at those who sell.
func (s *store) lookFacts(ctx context.Context, provider domain.AccountID, targets []targetRow, boxes domain.OptionSet) (domain.LookFacts, error) {
	facts := domain.LookFacts{Running: map[domain.SoldPlan]int{}}
	const limits = `SELECT price_jump_limit, low_margin, guards FROM account WHERE id = $1`
	if err := s.tx.QueryRowxContext(ctx, limits, provider).Scan(&facts.Jump, &facts.Margin, (*guardsColumn)(&facts.Guards)); err != nil {
		return facts, fmt.Errorf("what provider %d looks at first: %w", provider, err)
	}
	if !boxes[domain.EnablePlans] {
		return facts, nil
	}
	var list []struct {
		Vendor  domain.AccountID `db:"vendor_id"`
		Plan    domain.PlanID    `db:"plan_id"`
		Running int              `db:"running"`
	}
	const running = `
		SELECT vendor_id, plan_id, count(*) AS running FROM subscription
		WHERE vendor_id = ANY ($1) AND status NOT IN ('Terminated', 'Canceled') GROUP BY vendor_id, plan_id`
	vendors := bulk.Column(targets, func(t targetRow) domain.AccountID { return t.Account })
	if err := s.tx.SelectContext(ctx, &list, running, bulk.IDArray(vendors)); err != nil {
		return facts, fmt.Errorf("running subscriptions: %w", err)
	}
	for _, r := range list {
		facts.Running[domain.SoldPlan{Vendor: r.Vendor, Plan: r.Plan}] = r.Running
	}
	return facts, nil
}

// looksKept is what is kept of a run: the limits that held, and where there was how much of what is not zero.
type looksKept struct {
	Jump   int                      `json:"jump"`
	Margin int                      `json:"margin"`
	At     map[domain.Look]lookedAt `json:"at"`
	Beside []bystander              `json:"bystanders,omitempty"` // who are among At
	Guards map[domain.Guard]guarded `json:"guards,omitempty"`     // those that were on
	// at whom subscriptions ran to the plans that were withdrawn from them; nil in what runs kept at first
	Running map[domain.PlanID][]domain.AccountID `json:"running"`
}

// guarded is a guard that was on, with what it found.
type guarded struct {
	guardKept
	Found int `json:"found"`
}

// bystander is somebody at whom there was something to look at, and who was out of reach.
type bystander struct {
	Account      domain.AccountID      `json:"account"`
	Subscription domain.SubscriptionID `json:"subscription"`
	Level        int                   `json:"level"`
}

// lookedAt are subscriptions, with how much there was at each.
type lookedAt struct {
	Subscriptions []domain.SubscriptionID `json:"subscriptions"`
	Numbers       []int                   `json:"numbers"`
}

// writeLooks is what a run keeps of what there is to look at first.
func (c *calculation) writeLooks() (any, error) {
	all := c.looks()
	kept := looksKept{c.facts.Jump, c.facts.Margin, map[domain.Look]lookedAt{}, c.besides(all), guardsKept(c.facts.Guards, c.guarded()), c.withdrawn()}
	for k, info := range domain.Looks() {
		var at lookedAt
		for i, counts := range all {
			if counts[k] != 0 {
				at.Subscriptions = append(at.Subscriptions, c.everybody[i].Target.Subscription)
				at.Numbers = append(at.Numbers, counts[k])
			}
		}
		if len(at.Numbers) > 0 {
			kept.At[info.Look] = at
		}
	}
	body, err := json.Marshal(kept)
	if err != nil {
		return nil, fmt.Errorf("what to look at first: %w", err)
	}
	return string(body), nil
}

// withdrawn are the plans that the run withdraws although subscriptions run to them, and from whom.
func (c *calculation) withdrawn() map[domain.PlanID][]domain.AccountID {
	list := map[domain.PlanID][]domain.AccountID{}
	for sold := range c.facts.WithdrawnBy(c.everybody) {
		list[sold.Plan] = append(list[sold.Plan], sold.Vendor)
	}
	for _, vendors := range list {
		slices.Sort(vendors)
	}
	return list
}

// besides are the bystanders at whom there is something to look at.
func (c *calculation) besides(looks []domain.LookCounts) (list []bystander) {
	for i := len(c.results); i < len(looks); i++ {
		if t := c.everybody[i].Target; looks[i] != (domain.LookCounts{}) {
			list = append(list, bystander{t.Account, t.Subscription, t.Level})
		}
	}
	return list
}

// readLooks fills in what a run of the viewer's kept at these resellers and returns them with the bystanders at whom there was something, and by
// which limits, with what its guards found. The run says nothing of it where it kept nothing.
func (s *store) readLooks(ctx context.Context, account domain.AccountID, run domain.RunID, list []pages.RunReseller) (everybody []pages.RunReseller, facts *domain.LookFacts, found domain.GuardCounts, err error) {
	var body []byte
	const query = `SELECT looks FROM run WHERE account_id = $1 AND id = $2`
	if err := s.tx.GetContext(ctx, &body, query, account, run); err != nil || body == nil {
		return list, nil, found, err
	}
	var kept looksKept
	if err := json.Unmarshal(body, &kept); err != nil {
		return nil, nil, found, fmt.Errorf("what to look at first in run %d: %w", run, err)
	}
	for _, b := range kept.Beside {
		list = append(list, pages.RunReseller{Subscription: b.Subscription, Account: b.Account, Level: b.Level, Skip: domain.OutOfReach})
	}
	places := make(map[domain.SubscriptionID]int, len(list))
	for i, r := range list {
		places[r.Subscription] = i
	}
	for k, info := range domain.Looks() {
		at := kept.At[info.Look]
		for i, subscription := range at.Subscriptions {
			if place, there := places[subscription]; there {
				list[place].Looks[k] = at.Numbers[i]
			}
		}
	}
	facts = &domain.LookFacts{Jump: kept.Jump, Margin: kept.Margin, Running: runningThen(kept.Running)}
	facts.Guards, found = readGuards(kept.Guards)
	return list, facts, found, nil
}

// runningThen says of plans that one subscription ran at least, which is all that is kept; nil where nothing was.
func runningThen(kept map[domain.PlanID][]domain.AccountID) map[domain.SoldPlan]int {
	if kept == nil {
		return nil
	}
	running := map[domain.SoldPlan]int{}
	for plan, vendors := range kept {
		for _, vendor := range vendors {
			running[domain.SoldPlan{Vendor: vendor, Plan: plan}] = 1
		}
	}
	return running
}

// looked sums up what there is to look at at all resellers of a run; nil where the run kept nothing of it.
func looked(facts *domain.LookFacts, guards domain.GuardCounts, list []pages.RunReseller) *pages.Looked {
	if facts == nil {
		return nil
	}
	counts := bulk.Column(list, func(r pages.RunReseller) domain.LookCounts { return r.Looks })
	sum := domain.SumLooks(counts)
	sum.Guarded = guards
	return &pages.Looked{Facts: *facts, Looked: sum}
}

// askLooks looks whether it is remembered what there is to look at first where these boxes are ticked. Where none is, nothing moves.
func (d *DB) askLooks(ctx context.Context, s *store, r reached, c *computation, ticked domain.OptionSet) (q question[domain.Looked], err error) {
	c.input.Options = ticked
	if c.facts, err = s.lookFacts(ctx, r.provider, c.targets, ticked); err != nil {
		return q, err
	}
	if len(ticked.Keys()) > 0 {
		if err = s.readBystanders(ctx, r.provider, c, c.targets); err != nil {
			return q, err
		}
	}
	return ask(ctx, s, c, d.looks)
}

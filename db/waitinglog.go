package db

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// planLog is what the log tells of since when subscribers of a reseller plan are behind.
type planLog struct {
	made       map[domain.SubscriptionID]time.Time
	above      map[domain.AccountID][]domain.AccountID
	currencies map[domain.AccountID]domain.Currency // of the viewer and of everybody below
	runs       []domain.PassedOn
	named      map[domain.AccountID]bool           // to whom one of these was alone, or did not do all
	left       map[domain.PlanID]bool              // of which one of these did not do all; 0: of what is in no plan, or of a reseller
	general    []domain.Event                      // of all vendors, the first one first
	byVendor   map[domain.AccountID][]domain.Event // those of each alone, likewise
	lasts      map[lastKey]time.Time
	sinces     map[sinceKey]time.Time
}

// alikeKey is the same for those to whom the same was passed on and of whose offer the same events are, as long as they subscribe.
type alikeKey struct {
	vendor   domain.AccountID
	currency domain.Currency
	only     domain.SubscriptionID // where the account is named
}

// lastKey is of when a box was passed on last to those, whenever they began.
type lastKey struct {
	alikeKey
	boxAt
}

// sinceKey is of since when those are behind in a box.
type sinceKey struct {
	alikeKey
	box  domain.OptionKey
	made int64 // when they began, where it was not passed on since
}

// boxAt is a box at a plan; at 0, at all of them.
type boxAt struct {
	box  domain.OptionKey
	plan domain.PlanID
}

// otherPlans stands for all plans of which no run left anything out.
const otherPlans domain.PlanID = -1

// planLog reads the log of a reseller plan, as far as somebody is behind.
func (s *store) planLog(ctx context.Context, v domain.Viewer, p *programStanding) (*planLog, error) {
	l := &planLog{made: map[domain.SubscriptionID]time.Time{}, above: map[domain.AccountID][]domain.AccountID{},
		currencies: map[domain.AccountID]domain.Currency{v.Account.ID: v.Account.Currency},
		byVendor:   map[domain.AccountID][]domain.Event{}, lasts: map[lastKey]time.Time{}, sinces: map[sinceKey]time.Time{},
		named: map[domain.AccountID]bool{}, left: map[domain.PlanID]bool{}}
	vendors := map[domain.AccountID]bool{v.Account.ID: true, v.Account.Provider: true}
	behind := false
	for _, one := range p.list {
		if one.behind() {
			behind, vendors[one.Vendor] = true, true
		}
	}
	if !behind {
		return l, nil
	}
	up, err := s.withVendors(ctx, []domain.AccountID{v.Account.ID})
	if err != nil {
		return nil, err
	}
	l.above[v.Account.ID] = filter(up, func(id domain.AccountID) bool { return id != v.Account.ID })
	for _, one := range p.list { // parents first
		l.above[one.Account] = append([]domain.AccountID{one.Vendor}, l.above[one.Vendor]...)
		l.currencies[one.Account] = one.Currency
	}
	if err := s.subscribedSince(ctx, p.plan, l.made); err != nil {
		return nil, err
	}
	selling := filter(p.list, func(one standing) bool { return vendors[one.Account] })
	if err := s.passedOn(ctx, v, p, selling, l); err != nil {
		return nil, err
	}
	return l, s.vendorEvents(ctx, v, p, vendors, l)
}

func (s *store) subscribedSince(ctx context.Context, plan domain.PlanID, made map[domain.SubscriptionID]time.Time) error {
	var rows []struct {
		At  time.Time `db:"created_at"`
		IDs bulk.IDs  `db:"ids"`
	}
	const query = `SELECT created_at, array_agg(id) AS ids FROM subscription WHERE plan_id = $1 GROUP BY 1`
	if err := s.tx.SelectContext(ctx, &rows, query, plan); err != nil {
		return fmt.Errorf("when subscriptions were made: %w", err)
	}
	for _, row := range rows {
		for _, id := range row.IDs {
			made[domain.SubscriptionID(id)] = row.At.UTC()
		}
	}
	return nil
}

// keptRuns is how many runs of a reseller plan are looked through for the last that passed something on.
const keptRuns = 500

// passedOn reads the runs of a reseller plan, the latest first, and what they brought to those who sell on.
func (s *store) passedOn(ctx context.Context, v domain.Viewer, p *programStanding, selling []standing, l *planLog) error {
	var rows []struct {
		ID      domain.RunID          `db:"id"`
		Account domain.AccountID      `db:"account_id"`
		At      time.Time             `db:"at"`
		Kind    domain.RunKind        `db:"kind"`
		Options pq.StringArray        `db:"options"`
		Reach   domain.Reach          `db:"reach"`
		Only    domain.SubscriptionID `db:"only"`
		Of      domain.AccountID      `db:"of"`
		LeftOut pq.StringArray        `db:"left_out"`
	}
	const query = `
		SELECT r.id, r.account_id, r.at, r.kind, r.options, r.reach, r.left_out, coalesce(r.subscription_id, 0) AS only, coalesce(s.account_id, 0) AS of
		FROM run r JOIN account a ON a.id = r.account_id LEFT JOIN subscription s ON s.id = r.subscription_id
		WHERE r.plan_id = $1 AND (a.id = $2 OR a.provider_id = $2) ORDER BY r.id DESC LIMIT $3`
	if err := s.tx.SelectContext(ctx, &rows, query, p.plan, v.Account.Provider, keptRuns); err != nil {
		return fmt.Errorf("runs of plan %d: %w", p.plan, err)
	}
	var all []logged
	for _, row := range rows {
		all = append(all, logged{int64(row.Account), int64(row.ID)})
	}
	undone, err := s.undone(ctx, "run", all)
	if err != nil {
		return err
	}
	parts, err := s.partsUndone(ctx, all)
	if err != nil {
		return err
	}
	for _, row := range rows {
		run := domain.PassedOn{At: row.At.UTC(), Account: row.Account, Reach: row.Reach, Only: row.Only, Of: row.Of,
			Options: domain.Ticked(bulk.Column(row.Options, func(key string) domain.OptionKey { return domain.OptionKey(key) }))}
		left := domain.ParseLeftOut(row.LeftOut)
		run.LeftOut = left.ByReseller()
		l.brought(selling, run)
		if row.Kind == domain.UndoRun || undone[int64(row.ID)] != 0 {
			continue
		}
		if taken := parts[int64(row.ID)]; len(taken) > 0 {
			for _, one := range taken {
				left = append(left, one.Part...)
			}
			run.LeftOut = left.ByReseller()
		}
		l.counts(run)
	}
	return nil
}

// counts notes a run that was not taken back as a whole.
func (l *planLog) counts(run domain.PassedOn) {
	l.runs = append(l.runs, run)
	if run.Only != 0 {
		l.named[run.Of] = true
	}
	for at, list := range run.LeftOut {
		for _, one := range list {
			l.left[one.PlanOf()] = true
		}
		if at != 0 {
			l.named[at] = true
		}
	}
}

// brought notes that a run, or its undo, made what vendors offer otherwise.
func (l *planLog) brought(vendors []standing, run domain.PassedOn) {
	for _, one := range vendors {
		if run.Reaches(l.subscriber(one)) && !run.LeftOut[one.Account].Has(domain.LeaveReseller(one.Account)) {
			l.byVendor[one.Account] = append(l.byVendor[one.Account], domain.Event{At: run.At, Vendor: one.Account, Boxes: run.Options.Keys()})
		}
	}
}

func (l *planLog) subscriber(s standing) domain.Subscriber {
	return domain.Subscriber{Subscription: s.Subscription, Account: s.Account, Since: l.made[s.Subscription], Above: l.above[s.Account],
		Currencies: [2]domain.Currency{l.currencies[s.Vendor], s.Currency}}
}

// since is since when a subscription is behind in a box.
func (l *planLog) since(s standing, box domain.OptionKey) time.Time {
	key := sinceKey{alikeKey: l.alike(s), box: box}
	if made := l.made[s.Subscription]; l.last(s, boxAt{box, 0}).Equal(made) {
		key.made = made.UnixMicro()
	}
	if _, asked := l.sinces[key]; !asked {
		l.sinces[key] = domain.BehindSince(l.subscriber(s), box, l.runs, l.byVendor[s.Vendor], l.general)
	}
	return l.sinces[key]
}

// last is when a box was passed on to a subscription last, or when it was made.
func (l *planLog) last(s standing, at boxAt) time.Time {
	key := lastKey{l.alike(s), at}
	last, asked := l.lasts[key]
	if !asked {
		whenever := l.subscriber(s)
		whenever.Since = time.Time{}
		last = domain.LastPassedOn(whenever, at.box, at.plan, l.runs)
		l.lasts[key] = last
	}
	if made := l.made[s.Subscription]; made.After(last) {
		return made
	}
	return last
}

func (l *planLog) alike(s standing) alikeKey {
	key := alikeKey{vendor: s.Vendor, currency: s.Currency}
	if l.named[s.Account] {
		key.only = s.Subscription
	}
	return key
}

// at is where to look for when a box was passed on last in a plan: of most plans, no run left anything out.
func (l *planLog) at(box domain.OptionKey, plan domain.PlanID) boxAt {
	switch {
	case len(l.left) == 0:
		return boxAt{box, 0}
	case !l.left[plan]:
		return boxAt{box, otherPlans}
	}
	return boxAt{box, plan}
}

// planSince is since when a plan of the viewer's waits to be passed on to their direct subscribers.
func (p *programStanding) planSince(v domain.Viewer, plan domain.PlanID, boxes []domain.OptionKey) time.Time {
	if p.lasts == nil {
		p.lasts = map[boxAt]time.Time{}
		p.events = slices.SortedStableFunc(slices.Values(slices.Concat(p.history.byVendor[v.Account.ID], p.history.general)), byTime)
	}
	last := map[domain.OptionKey]time.Time{}
	for _, box := range boxes {
		at := p.history.at(box, plan)
		if _, known := p.lasts[at]; !known {
			p.lasts[at] = p.firstLast(v, at)
		}
		last[box] = p.lasts[at]
	}
	return domain.PlanSince(plan, boxes, last, p.events)
}

// firstLast is the earliest of when a box was passed on last to each direct subscriber who is behind in it.
func (p *programStanding) firstLast(v domain.Viewer, at boxAt) (first time.Time) {
	for _, s := range p.list {
		if s.Vendor != v.Account.ID || !s.behind() || !slices.Contains(s.Boxes(), at.box) {
			continue
		}
		if last := p.history.last(s, at); first.IsZero() || last.Before(first) {
			first = last
		}
	}
	return first
}

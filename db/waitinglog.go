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
	apart      bool                                // of these, one reached a reseller alone, or was taken back for some
	named      map[domain.AccountID]bool           // whom one of these left out, or a value of
	left       map[domain.PlanID]bool              // of which one of these left something out; 0: what is in no plan, or a reseller
	general    []domain.Event                      // of all vendors, the first one first
	byVendor   map[domain.AccountID][]domain.Event // those of each alone, likewise
	known      map[alikeKey]alike
}

// alikeKey is what those have in common who are behind since the same time: they were there before the log's runs, and one of them stands for all.
type alikeKey struct {
	vendor   domain.AccountID
	currency domain.Currency
	made     int64
	only     domain.SubscriptionID // where a run reached that one alone, was taken back for some, or left out something of theirs
}

// alike are since when those are behind in each box, and when it was passed on to them last, as far as somebody asked.
type alike struct {
	since map[domain.OptionKey]time.Time
	last  map[boxAt]time.Time
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
		byVendor:   map[domain.AccountID][]domain.Event{}, known: map[alikeKey]alike{},
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
		run.LeftOut = domain.ParseLeftOut(row.LeftOut)
		run.Undone = bulk.Column(parts[int64(row.ID)], func(p domain.PartUndone) domain.Part { return p.Part })
		if row.Kind != domain.UndoRun && undone[int64(row.ID)] == 0 {
			l.runs = append(l.runs, run)
			l.apart = l.apart || run.Only != 0 || len(run.Undone) > 0
			l.leaves(run.LeftOut)
		}
		l.brought(selling, run)
	}
	return nil
}

// leaves notes what a run left out.
func (l *planLog) leaves(out domain.LeftOut) {
	for _, one := range out {
		l.left[one.PlanOf()] = true
		if one.Account != 0 {
			l.named[one.Account] = true
		}
	}
}

// brought notes that a run, or its undo, made what vendors offer otherwise.
func (l *planLog) brought(vendors []standing, run domain.PassedOn) {
	for _, one := range vendors {
		if run.Reaches(l.subscriber(one)) && !run.LeftOut.Has(domain.LeaveReseller(one.Account)) {
			l.byVendor[one.Account] = append(l.byVendor[one.Account], domain.Event{At: run.At, Vendor: one.Account, Boxes: run.Options.Keys()})
		}
	}
}

func (l *planLog) subscriber(s standing) domain.Subscriber {
	return domain.Subscriber{Subscription: s.Subscription, Account: s.Account, Since: l.made[s.Subscription], Above: l.above[s.Account],
		Currencies: [2]domain.Currency{l.currencies[s.Vendor], s.Currency}}
}

// since is since when a subscription is behind in some boxes.
func (l *planLog) since(s standing, boxes []domain.OptionKey) map[domain.OptionKey]time.Time {
	known := l.of(s).since
	for _, box := range boxes {
		if _, asked := known[box]; !asked {
			known[box] = domain.BehindSince(l.subscriber(s), box, l.runs, l.byVendor[s.Vendor], l.general)
		}
	}
	return known
}

// last is when a box was passed on to a subscription last: in that plan, or, for 0, leaving nothing out.
func (l *planLog) last(s standing, box domain.OptionKey, plan domain.PlanID) time.Time {
	if len(l.left) == 0 {
		plan = 0
	} else if plan != 0 && !l.left[plan] {
		plan = otherPlans
	}
	known, at := l.of(s).last, boxAt{box, plan}
	if _, asked := known[at]; !asked {
		known[at] = domain.LastPassedOn(l.subscriber(s), box, plan, l.runs)
	}
	return known[at]
}

func (l *planLog) of(s standing) alike {
	key := l.key(s)
	known, asked := l.known[key]
	if !asked {
		known = alike{map[domain.OptionKey]time.Time{}, map[boxAt]time.Time{}}
		l.known[key] = known
	}
	return known
}

func (l *planLog) key(s standing) alikeKey {
	key := alikeKey{vendor: s.Vendor, currency: s.Currency, made: l.made[s.Subscription].UnixMicro()}
	if l.apart || l.named[s.Account] {
		key.only = s.Subscription
	}
	return key
}

// planSince is since when a plan of the viewer's waits to be passed on to their direct subscribers.
func (p *programStanding) planSince(v domain.Viewer, plan domain.PlanID, boxes []domain.OptionKey) time.Time {
	if p.behindIn == nil {
		p.behindIn = map[domain.OptionKey]map[alikeKey]standing{}
		for _, s := range p.list {
			if s.Vendor == v.Account.ID && s.behind() {
				p.isBehind(s)
			}
		}
		p.events = slices.SortedStableFunc(slices.Values(slices.Concat(p.history.byVendor[v.Account.ID], p.history.general)), byTime)
	}
	last := map[domain.OptionKey]time.Time{}
	for _, box := range boxes {
		for _, s := range p.behindIn[box] {
			if at := p.history.last(s, box, plan); last[box].IsZero() || at.Before(last[box]) {
				last[box] = at
			}
		}
	}
	return domain.PlanSince(plan, boxes, last, p.events)
}

// isBehind notes who stands for all that are behind since the same time, in each box.
func (p *programStanding) isBehind(s standing) {
	key := p.history.key(s)
	for _, box := range s.Boxes() {
		if p.behindIn[box] == nil {
			p.behindIn[box] = map[alikeKey]standing{}
		}
		p.behindIn[box][key] = s
	}
}

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
	general    []domain.Event                      // of all vendors, the first one first
	byVendor   map[domain.AccountID][]domain.Event // those of each alone, likewise
	known      map[alikeKey]alike
}

// alikeKey is what those have in common who are behind since the same time: they were there before the log's runs, and one of them stands for all.
type alikeKey struct {
	vendor   domain.AccountID
	currency domain.Currency
	made     int64
	only     domain.SubscriptionID // where a run reached that one alone, or was taken back for some
}

// alike are since when those are behind in each box, and when it was passed on to them last, as far as somebody asked.
type alike struct {
	since, last map[domain.OptionKey]time.Time
}

// planLog reads the log of a reseller plan, as far as somebody is behind.
func (s *store) planLog(ctx context.Context, v domain.Viewer, p *programStanding) (*planLog, error) {
	l := &planLog{made: map[domain.SubscriptionID]time.Time{}, above: map[domain.AccountID][]domain.AccountID{},
		currencies: map[domain.AccountID]domain.Currency{v.Account.ID: v.Account.Currency},
		byVendor:   map[domain.AccountID][]domain.Event{}, known: map[alikeKey]alike{}}
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
	}
	const query = `
		SELECT r.id, r.account_id, r.at, r.kind, r.options, r.reach, coalesce(r.subscription_id, 0) AS only, coalesce(s.account_id, 0) AS of
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
		run.Undone = bulk.Column(parts[int64(row.ID)], func(p domain.PartUndone) domain.Part { return p.Part })
		if row.Kind != domain.UndoRun && undone[int64(row.ID)] == 0 {
			l.runs = append(l.runs, run)
			l.apart = l.apart || run.Only != 0 || len(run.Undone) > 0
		}
		l.brought(selling, run)
	}
	return nil
}

// brought notes that a run, or its undo, made what vendors offer otherwise.
func (l *planLog) brought(vendors []standing, run domain.PassedOn) {
	for _, one := range vendors {
		if run.Reaches(l.subscriber(one)) {
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

// last is when some boxes were passed on to a subscription last.
func (l *planLog) last(s standing, boxes []domain.OptionKey) map[domain.OptionKey]time.Time {
	known := l.of(s).last
	for _, box := range boxes {
		if _, asked := known[box]; !asked {
			known[box] = domain.LastPassedOn(l.subscriber(s), box, l.runs)
		}
	}
	return known
}

func (l *planLog) of(s standing) alike {
	key := alikeKey{vendor: s.Vendor, currency: s.Currency, made: l.made[s.Subscription].UnixMicro()}
	if l.apart {
		key.only = s.Subscription
	}
	known, asked := l.known[key]
	if !asked {
		known = alike{map[domain.OptionKey]time.Time{}, map[domain.OptionKey]time.Time{}}
		l.known[key] = known
	}
	return known
}

// planSince is since when a plan of the viewer's waits to be passed on to their direct subscribers.
func (p *programStanding) planSince(v domain.Viewer, plan domain.PlanID, boxes []domain.OptionKey) time.Time {
	if p.lasts == nil {
		p.lasts = map[domain.OptionKey]time.Time{}
		p.events = slices.SortedStableFunc(slices.Values(slices.Concat(p.history.byVendor[v.Account.ID], p.history.general)), byTime)
		for _, s := range p.list {
			if s.Vendor != v.Account.ID || !s.behind() {
				continue
			}
			boxes := s.Boxes()
			last := p.history.last(s, boxes)
			for _, box := range boxes {
				if at := last[box]; p.lasts[box].IsZero() || at.Before(p.lasts[box]) {
					p.lasts[box] = at
				}
			}
		}
	}
	return domain.PlanSince(plan, boxes, p.lasts, p.events)
}

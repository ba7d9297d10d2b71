package db

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
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

// changeEvents reads what changes of some accounts concern: each is an event of a plan, or of none. $3 are the plans that count, $4 the account
// whose changes are told by plan, and $5 the template whose changes count.
const changeEvents = `
	SELECT c.account_id, c.at, c.object, c.code, fields.plan, fields.fields
	FROM change c CROSS JOIN LATERAL (
		SELECT plan, array_agg(field) AS fields
		FROM (
			SELECT DISTINCT CASE WHEN c.account_id = $4 OR c.object = 'template' THEN coalesce((e ->> 'plan')::bigint, 0) ELSE 0 END AS plan,
				(e ->> 'field') || CASE WHEN e -> 'from' IS NULL THEN '+' WHEN e -> 'to' IS NULL THEN '-' ELSE '' END AS field
			FROM change_part p CROSS JOIN LATERAL json_array_elements(p.edits) e
			WHERE p.account_id = c.account_id AND p.change_id = c.id
				AND (c.object = 'template' OR e -> 'plan' IS NULL OR (e ->> 'plan')::bigint = ANY ($3))
		) AS edited
		GROUP BY 1
	) fields
	WHERE c.account_id = ANY ($1) AND c.at > $2 AND (c.object <> 'template' OR c.object_id = $5)
	ORDER BY c.at, c.account_id, c.id, fields.plan`

// vendorEvents reads which boxes the changes of vendors concern, as far as they are of what the reseller plan's template delegates; those of
// the template itself and of the provider's settings among them.
func (s *store) vendorEvents(ctx context.Context, v domain.Viewer, p *programStanding, vendors map[domain.AccountID]bool, l *planLog) error {
	var rows []struct {
		Account domain.AccountID `db:"account_id"`
		At      time.Time        `db:"at"`
		Object  domain.Object    `db:"object"`
		Code    string           `db:"code"`
		Plan    domain.PlanID    `db:"plan"`
		Fields  pq.StringArray   `db:"fields"`
	}
	// What was withdrawn goes on being told of by the change of the template.
	template := p.question.template
	plans := append(slices.Clone(template.Delegated), p.plan)
	err := s.tx.SelectContext(ctx, &rows, changeEvents, bulk.IDArray(slices.Collect(maps.Keys(vendors))), l.from(p.list), bulk.IDArray(plans),
		v.Account.ID, template.ID)
	if err != nil {
		return fmt.Errorf("changes of vendors: %w", err)
	}
	for _, row := range rows {
		event := domain.Event{At: row.At.UTC(), Plan: row.Plan, Boxes: passedOnBy(row.Object, row.Fields)}
		switch row.Object {
		case domain.ObjectExchangeRate:
			event.Currency = domain.Currency(row.Code)
			l.general = append(l.general, event)
		case domain.ObjectTemplate, domain.ObjectFlow:
			l.general = append(l.general, event)
		default:
			event.Vendor = row.Account
			l.byVendor[row.Account] = append(l.byVendor[row.Account], event)
		}
	}
	for _, events := range l.byVendor { // runs were added before
		slices.SortStableFunc(events, byTime)
	}
	return nil
}

func byTime(a, b domain.Event) int { return a.At.Compare(b.At) }

// passedOnBy are the boxes that pass on edits of some fields, each with a sign where it was made or removed.
func passedOnBy(of domain.Object, fields []string) []domain.OptionKey {
	boxes := domain.OptionSet{}
	for _, field := range fields {
		name := strings.TrimRight(field, "+-")
		for _, box := range domain.PassedOnBy(of, domain.Field(name), strings.HasSuffix(field, "+"), strings.HasSuffix(field, "-")) {
			boxes[box] = true
		}
	}
	return boxes.Keys()
}

// from is the time before which nothing of the log can count: when a box in which somebody is behind was passed on to them last.
func (l *planLog) from(list []standing) (from time.Time) {
	for _, one := range list {
		if one.behind() {
			boxes := one.Boxes()
			last := l.last(one, boxes)
			for _, box := range boxes {
				if at := last[box]; from.IsZero() || at.Before(from) {
					from = at
				}
			}
		}
	}
	return from
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

package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// planLog is what the log tells of since when subscribers of a reseller plan are behind.
type planLog struct {
	made     map[domain.SubscriptionID]time.Time
	above    map[domain.AccountID][]domain.AccountID
	runs     []domain.PassedOn
	general  []domain.Event
	byVendor map[domain.AccountID][]domain.Event
	known    map[sinceKey]time.Time
}

// sinceKey is what those have in common who are behind since the same time: they were there before the log's runs, and one of them stands for all.
type sinceKey struct {
	vendor domain.AccountID
	box    domain.OptionKey
	made   time.Time
	only   domain.SubscriptionID // where a run reached that one alone, or was taken back for some
}

// planLog reads the log of a reseller plan, as far as somebody is behind.
func (s *store) planLog(ctx context.Context, v domain.Viewer, p *programStanding) (*planLog, error) {
	l := &planLog{made: map[domain.SubscriptionID]time.Time{}, above: map[domain.AccountID][]domain.AccountID{},
		byVendor: map[domain.AccountID][]domain.Event{}, known: map[sinceKey]time.Time{}}
	vendors := map[domain.AccountID]bool{v.Account.ID: true, v.Account.Provider: true}
	behind := false
	for _, one := range p.list {
		if one.Behind() && one.skip() == "" {
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
	}
	if err := s.subscribedSince(ctx, p.plan, l.made); err != nil {
		return nil, err
	}
	selling := filter(p.list, func(one standing) bool { return vendors[one.Account] })
	if err := s.passedOn(ctx, v, p, selling, l); err != nil {
		return nil, err
	}
	return l, s.vendorEvents(ctx, vendors, l)
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

// vendorEvents reads which boxes the changes of vendors concern, those of the provider's settings among them.
func (s *store) vendorEvents(ctx context.Context, vendors map[domain.AccountID]bool, l *planLog) error {
	var rows []struct {
		Account domain.AccountID `db:"account_id"`
		At      time.Time        `db:"at"`
		Object  domain.Object    `db:"object"`
		Fields  pq.StringArray   `db:"fields"`
	}
	var accounts []domain.AccountID
	for id := range vendors {
		accounts = append(accounts, id)
	}
	const query = `
		SELECT c.account_id, c.at, c.object, fields.fields
		FROM change c CROSS JOIN LATERAL (
			SELECT coalesce(array_agg(DISTINCT (e ->> 'field') || CASE WHEN e -> 'from' IS NULL THEN '+' WHEN e -> 'to' IS NULL THEN '-' ELSE '' END), '{}') AS fields
			FROM change_part p CROSS JOIN LATERAL json_array_elements(p.edits) e
			WHERE p.account_id = c.account_id AND p.change_id = c.id
		) fields
		WHERE c.account_id = ANY ($1) AND c.at > $2`
	if err := s.tx.SelectContext(ctx, &rows, query, bulk.IDArray(accounts), l.from()); err != nil {
		return fmt.Errorf("changes of vendors: %w", err)
	}
	for _, row := range rows {
		boxes := domain.OptionSet{}
		for _, field := range row.Fields {
			name := strings.TrimRight(field, "+-")
			for _, box := range domain.PassedOnBy(row.Object, domain.Field(name), strings.HasSuffix(field, "+"), strings.HasSuffix(field, "-")) {
				boxes[box] = true
			}
		}
		event := domain.Event{At: row.At.UTC(), Boxes: boxes.Keys()}
		if row.Object == domain.ObjectTemplate || row.Object == domain.ObjectExchangeRate {
			l.general = append(l.general, event)
			continue
		}
		event.Vendor = row.Account
		l.byVendor[row.Account] = append(l.byVendor[row.Account], event)
	}
	byTime := func(a, b domain.Event) int { return a.At.Compare(b.At) }
	for vendor := range l.byVendor {
		l.byVendor[vendor] = append(l.byVendor[vendor], l.general...)
		slices.SortFunc(l.byVendor[vendor], byTime)
	}
	slices.SortFunc(l.general, byTime)
	return nil
}

// from is the time before which nothing of the log can count: that of the last run that passed everything on to everybody, if there is one.
func (l *planLog) from() time.Time {
	for _, run := range l.runs {
		if run.Only == 0 && len(run.Undone) == 0 && run.Reach == domain.AllLevels && len(run.Options) == len(domain.Options()) && len(l.above[run.Account]) == 0 {
			return run.At
		}
	}
	return time.Time{}
}

func (l *planLog) subscriber(s standing) domain.Subscriber {
	return domain.Subscriber{Subscription: s.Subscription, Account: s.Account, Since: l.made[s.Subscription], Above: l.above[s.Account]}
}

// since is since when a subscription is behind in a box.
func (l *planLog) since(s standing, box domain.OptionKey) time.Time {
	key := sinceKey{vendor: s.Vendor, box: box, made: l.made[s.Subscription]}
	if slices.ContainsFunc(l.runs, func(r domain.PassedOn) bool { return r.Only != 0 || len(r.Undone) > 0 }) {
		key.only = s.Subscription
	}
	since, known := l.known[key]
	if !known {
		events, ours := l.byVendor[s.Vendor]
		if !ours {
			events = l.general
		}
		since = domain.BehindSince(l.subscriber(s), box, l.runs, events)
		l.known[key] = since
	}
	return since
}

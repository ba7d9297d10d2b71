package db

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// How a reseller stands to their vendor is a function of what both have and of a few settings. It is remembered for each reseller under all
// that it depends on, by pointers: after a run or an edit only those are computed anew for whom something moved, and a page over ten
// thousand looks up the rest.

// keptStandings is how many standings are remembered, twice at most: once those asked for lately, and once those from before.
const keptStandings = 50_000

// rememberedStandings are standings by what they depend on. It is safe for concurrent use.
type rememberedStandings struct {
	mu     sync.Mutex
	lately map[answerKey]domain.TargetStanding
	before map[answerKey]domain.TargetStanding
}

func newStandings() *rememberedStandings {
	return &rememberedStandings{lately: map[answerKey]domain.TargetStanding{}}
}

// get looks up standings; missing are the places of those that nobody remembers.
func (r *rememberedStandings) get(keys []answerKey) (list []domain.TargetStanding, missing []int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	list = make([]domain.TargetStanding, len(keys))
	for i, key := range keys {
		standing, known := r.lately[key]
		if !known {
			if standing, known = r.before[key]; known {
				r.keep(key, standing)
			}
		}
		if list[i] = standing; !known {
			missing = append(missing, i)
		}
	}
	return list, missing
}

func (r *rememberedStandings) put(keys []answerKey, list []domain.TargetStanding) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, key := range keys {
		r.keep(key, list[i])
	}
}

func (r *rememberedStandings) keep(key answerKey, standing domain.TargetStanding) {
	if len(r.lately) >= keptStandings {
		r.before, r.lately = r.lately, map[answerKey]domain.TargetStanding{}
	}
	r.lately[key] = standing
}

// standing is how one subscription stands to its vendor.
type standing struct {
	targetRow
	domain.TargetStanding
}

// never reports whether nothing was ever delivered.
func (s standing) never() bool { return s.pointer.Delivered == 0 }

// skip says why runs pass the subscription by, "" where they reach it.
func (s standing) skip() domain.Reason { return domain.SkipReason(s.Status, s.AccountStatus) }

// behind reports whether runs reach the subscription and a box would change something of what an earlier one delivered.
func (s standing) behind() bool { return s.Behind() && !s.never() && s.skip() == "" }

// standingsQuestion asks for the standings of targets: answered once the transaction that asked is over.
type standingsQuestion struct {
	remembered *rememberedStandings
	template   *domain.Template // of the reseller plan
	targets    []targetRow
	keys       []answerKey
	known      []domain.TargetStanding
	missing    []int
	input      domain.Input // of the missing ones
}

// askStandings looks which standings of those that r reaches are remembered, and loads what it takes to compute the others.
func (d *DB) askStandings(ctx context.Context, s *store, r reached) (*standingsQuestion, error) {
	c, err := s.depends(ctx, r)
	if err != nil {
		return nil, err
	}
	q := &standingsQuestion{remembered: d.standings, template: c.input.Template, targets: c.targets}
	if q.keys, err = s.standingKeys(ctx, c); err != nil {
		return nil, err
	}
	if q.known, q.missing = d.standings.get(q.keys); len(q.missing) == 0 {
		return q, nil
	}
	c.narrow(q.missing)
	if err := s.load(ctx, c); err != nil {
		return nil, err
	}
	q.input = c.input
	return q, nil
}

// answer computes what is missing.
func (q *standingsQuestion) answer() []standing {
	if len(q.missing) > 0 {
		made := domain.Standings(q.input, q.targets[0].LowMargin)
		keys := make([]answerKey, len(made))
		for i, at := range q.missing {
			q.known[at], keys[i] = made[i], q.keys[at]
		}
		q.remembered.put(keys, made)
		q.missing = nil
	}
	list := make([]standing, len(q.targets))
	for i, t := range q.targets {
		list[i] = standing{t, q.known[i]}
	}
	return list
}

// pointersByAccount are the pointers of targets and vendors, but for the viewer's, which is loaded.
func (c *computation) pointersByAccount() map[domain.AccountID]versions.Pointer {
	pointers := map[domain.AccountID]versions.Pointer{}
	for _, p := range c.above {
		pointers[p.Account] = p
	}
	for _, t := range c.targets {
		pointers[t.Account] = t.pointer
	}
	return pointers
}

// narrow leaves some of the targets, and the vendors of these.
func (c *computation) narrow(to []int) {
	pointers := c.pointersByAccount()
	targets := make([]targetRow, len(to))
	for i, at := range to {
		targets[i] = c.targets[at]
	}
	c.targets, c.above = targets, nil
	for _, id := range c.vendorsAbove() {
		if p, known := pointers[id]; known && id != c.viewer.Pointer.Account {
			c.above = append(c.above, p)
		}
	}
}

// standingKeys are hashes of all that the standing of each target depends on.
func (s *store) standingKeys(ctx context.Context, c *computation) ([]answerKey, error) {
	var delegated map[domain.TemplateID][]domain.PlanID
	if len(c.others) > 0 {
		var err error
		if delegated, err = s.delegatedInTree(ctx, c.viewer.Pointer.Account); err != nil {
			return nil, err
		}
	}
	settings, err := json.Marshal([]any{c.input.Template, c.input.Rates, c.input.Unmeasured, c.input.Visible, delegated})
	if err != nil {
		return nil, fmt.Errorf("what standings depend on: %w", err)
	}
	common := sha256.Sum256(settings)
	pointers := c.pointersByAccount()
	pointers[c.viewer.Pointer.Account] = c.viewer.Pointer
	keys := make([]answerKey, len(c.targets))
	var body []byte
	for i, t := range c.targets {
		body = append(body[:0], common[:]...)
		for _, p := range []versions.Pointer{pointers[t.Vendor], t.pointer} {
			body = binary.AppendVarint(body, p.Delivered)
			if body = binary.AppendVarint(body, p.Own); p.Own != 0 { // own values are of an account
				body = binary.AppendVarint(body, int64(p.Account))
			}
		}
		body = fmt.Appendf(body, "%s>%s %t %t %t %t %d ", c.currencies[t.Vendor], t.Currency, t.OperatingUnit, t.DisableCategories, t.DisablePrices, t.SyncDisplay, t.LowMargin)
		body = append(body, domain.IDs(slices.Sorted(slices.Values(c.others[t.Account])))...)
		keys[i] = sha256.Sum256(body)
	}
	return keys, nil
}

// delegatedInTree returns the delegated plans of every template of the viewer's tree.
func (s *store) delegatedInTree(ctx context.Context, viewer domain.AccountID) (map[domain.TemplateID][]domain.PlanID, error) {
	var templates bulk.IDs
	const query = `
		SELECT array_agg(t.id ORDER BY t.id) FROM template t JOIN account a ON a.id = t.account_id
		WHERE a.provider_id = (SELECT provider_id FROM account WHERE id = $1) OR a.id = (SELECT provider_id FROM account WHERE id = $1)`
	if err := s.tx.GetContext(ctx, &templates, query, viewer); err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	ids := make([]domain.TemplateID, len(templates))
	for i, id := range templates {
		ids[i] = domain.TemplateID(id)
	}
	delegated, err := s.delegatedBy(ctx, ids)
	for _, plans := range delegated {
		slices.Sort(plans)
	}
	return delegated, err
}

// withVendors returns some accounts and all those above them.
func (s *store) withVendors(ctx context.Context, accounts []domain.AccountID) ([]domain.AccountID, error) {
	all := []domain.AccountID{}
	const query = `
		WITH RECURSIVE above (id, parent_id) AS (
			SELECT id, parent_id FROM account WHERE id = ANY ($1)
			UNION
			SELECT a.id, a.parent_id FROM account a JOIN above b ON a.id = b.parent_id
		) SELECT id FROM above`
	if err := s.tx.SelectContext(ctx, &all, query, bulk.IDArray(accounts)); err != nil {
		return nil, fmt.Errorf("who stands above %d accounts: %w", len(accounts), err)
	}
	return all, nil
}

// behindAt returns, for the account of each standing, who of those above is the first that is behind: zero for nobody.
func behindAt(list []standing) map[domain.AccountID]domain.AccountID {
	vendor, behind := map[domain.AccountID]domain.AccountID{}, map[domain.AccountID]bool{}
	for _, s := range list {
		vendor[s.Account] = s.Vendor
		if ended := s.Status == domain.Terminated || s.Status == domain.Canceled; !ended && !s.Nothing && (s.Behind() || s.never()) {
			behind[s.Account] = true
		}
	}
	first := map[domain.AccountID]domain.AccountID{}
	for _, s := range list { // parents first
		if at := first[s.Vendor]; at != 0 {
			first[s.Account] = at
		} else if behind[s.Vendor] {
			first[s.Account] = s.Vendor
		}
	}
	return first
}

// syncStates are the states of subscriptions, the names of those who are behind above them among them.
func syncStates(list []standing, names map[domain.AccountID]string) map[domain.SubscriptionID]domain.SyncState {
	above := behindAt(list)
	states := make(map[domain.SubscriptionID]domain.SyncState, len(list))
	for _, s := range list {
		state := domain.SyncState{Skip: s.skip()}
		if state.Skip == "" {
			state = domain.SyncState{Nothing: s.Nothing, Never: s.never(), BehindAt: names[above[s.Account]], Standing: s.Standing}
			if !state.Never && !state.Nothing {
				state.Boxes = s.Boxes()
			}
		}
		states[s.Subscription] = state
	}
	return states
}

// vendorNames are the names of the vendors of some standings.
func (s *store) vendorNames(ctx context.Context, list []targetRow) (map[domain.AccountID]string, error) {
	vendors := map[domain.AccountID]bool{}
	for _, t := range list {
		vendors[t.Vendor] = true
	}
	var rows []struct {
		ID   domain.AccountID `db:"id"`
		Name string           `db:"name"`
	}
	const query = `SELECT id, name FROM account WHERE id = ANY ($1)`
	if err := s.tx.SelectContext(ctx, &rows, query, bulk.IDArray(slices.Collect(maps.Keys(vendors)))); err != nil {
		return nil, fmt.Errorf("names of vendors: %w", err)
	}
	names := make(map[domain.AccountID]string, len(rows))
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, nil
}

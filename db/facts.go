package db

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// facts answers what the checks of a change ask of the world around a thing, in the transaction of the change itself.
func (s *store) facts(ctx context.Context, v domain.Viewer) domain.Facts {
	users := func(about domain.Ref) (domain.Uses, error) { return s.thingUsers(ctx, v, about) }
	delivered := func(about domain.Ref) (domain.Uses, error) {
		return s.deliveredBefore(ctx, v, domain.DeletionRequest{Plan: domain.PlanID(about.ID)})
	}
	had := func(key domain.Key) (bool, error) { return s.hadPeriod(ctx, key) }
	move := func(reseller, to domain.AccountID) (domain.MoveFacts, error) {
		return s.moveFacts(ctx, v, reseller, to)
	}
	return domain.Facts{Users: users, Delivered: delivered, Had: had, Move: move, Uses: func(key domain.Key) (domain.Uses, error) {
		if key.Field != domain.FieldPlan && key.Field != domain.FieldPeriod {
			return domain.Uses{}, fmt.Errorf("nobody knows what uses %s", key.Field)
		}
		return s.planUses(ctx, v, key.Plan, key.Period, false)
	}}
}

// hadPeriod reports whether some version of a plan has a period. Those who have copies of a plan have no other periods than its vendor had.
func (s *store) hadPeriod(ctx context.Context, key domain.Key) (had bool, err error) {
	const query = `
		SELECT EXISTS (SELECT FROM plan_version v JOIN period_version p ON p.plan_version = v.id WHERE v.plan_id = $1 AND p.period_id = $2)`
	if err = s.tx.GetContext(ctx, &had, query, key.Plan, key.Period); err != nil {
		return false, fmt.Errorf("whether plan %d had period %d: %w", key.Plan, key.Period, err)
	}
	return had, nil
}

// listFacts reads the lists from which a change chooses, in one query; nothing for one that chooses from none.
func (s *store) listFacts(ctx context.Context, v domain.Viewer, c domain.Change, write bool, f *domain.Facts) error {
	if c.About.Of == domain.ObjectUser {
		admins, err := administrators(ctx, s.tx, v.Account.ID, write)
		f.Administrator = len(admins) == 1 && admins[0] == domain.UserID(c.About.ID)
		return err
	}
	if !c.Chooses() {
		return nil
	}
	var ids struct {
		Resources     pq.Int64Array  `db:"resources"`
		Unmeasured    pq.Int64Array  `db:"unmeasured"`
		Notifications pq.Int64Array  `db:"notifications"`
		Templates     pq.Int64Array  `db:"templates"`
		Flows         pq.Int64Array  `db:"flows"`
		Currencies    pq.StringArray `db:"currencies"`
	}
	const query = vendorLine + `
		SELECT ARRAY(SELECT id FROM resource WHERE account_id = $2) AS resources,
			ARRAY(SELECT id FROM resource WHERE account_id = $2 AND NOT measurable) AS unmeasured,
			ARRAY(SELECT id FROM notification_template
				WHERE account_id ` + inLine + ` AND (visible OR account_id = $1)) AS notifications,
			ARRAY(SELECT id FROM template WHERE account_id = $1) AS templates,
			ARRAY(SELECT id FROM order_flow WHERE account_id ` + inLine + `) AS flows,
			CASE WHEN $3 THEN ARRAY(SELECT DISTINCT currency FROM account WHERE provider_id = $2) ELSE '{}' END AS currencies`
	// Which currencies are in use is read from all accounts of the tree.
	rate := c.About.Of == domain.ObjectExchangeRate
	if err := s.tx.GetContext(ctx, &ids, query, v.Account.ID, v.Account.Provider, rate); err != nil {
		return fmt.Errorf("what account %d chooses from: %w", v.Account.ID, err)
	}
	f.Resources, f.Notifications = idsOf[domain.ResourceID](ids.Resources), idsOf[domain.NotificationID](ids.Notifications)
	f.Unmeasured = setOf(idsOf[domain.ResourceID](ids.Unmeasured))
	f.Templates, f.Flows = idsOf[domain.TemplateID](ids.Templates), idsOf[domain.FlowID](ids.Flows)
	f.Currencies = bulk.Column(ids.Currencies, func(c string) domain.Currency { return domain.Currency(c) })
	return nil
}

// blame says of each collision who made the value what it is now, and when.
func (s *store) blame(ctx context.Context, v domain.Viewer, c domain.Change, at domain.Situation, err error) error {
	found := domain.Colliding(err)
	if found == nil {
		return err
	}
	seen, seenErr := s.seen(ctx, v, c.About)
	if seenErr != nil {
		return seenErr
	}
	found.Shown, found.About = seen, at.Called(c.About)
	if found.Names, err = s.names(ctx, v.Account.ID, v.Account.ID, at.Now.Effective(), at.Seen.Effective()); err != nil {
		return err
	}
	var accounts []int64
	for _, one := range found.List {
		accounts = append(accounts, accountsAt(one.Key, one.Seen, one.Now, one.Typed)...)
	}
	if err := s.addNames(ctx, v, found.Names, accounts); err != nil {
		return err
	}
	if !domain.InCatalog(c.About.Of) {
		since := domain.EditsOf(at.Looked, at.Thing)
		found.Names.NamesIn(c.About, since)
		found.Names = found.Names.For(c.About, since)
	}
	if err := s.blameEach(ctx, v, c, found); err != nil {
		return err
	}
	found.SeenBy(v, at.Now.Own, at.Seen.Own)
	return domain.Conflicting(found)
}

// blameBeside finds out who changed meanwhile what is kept beside a change, and, of one that leaves all as it is, who was the last.
func (s *store) blameBeside(ctx context.Context, v domain.Viewer, done *domain.Done) error {
	beside := done.Meanwhile
	if done.Nothing() {
		beside = slices.Concat(beside, done.Already)
	}
	if len(beside) == 0 {
		return nil
	}
	found := &domain.Collisions{List: bulk.Column(beside, func(e domain.Edit) domain.Collision { return domain.Collision{Key: e.Key} })}
	if err := s.blameEach(ctx, v, done.Change, found); err != nil {
		return err
	}
	done.Others = (&domain.Collisions{List: found.List[:len(done.Meanwhile)]}).Makers()
	for _, one := range found.List {
		if done.Nothing() && one.At.After(done.Before.At) {
			done.Before = one.Blame
		}
	}
	return nil
}

// Blamed returns who made the value at a key what it is, or took it away, since an entry of the viewer's log; key is the zero key for a
// thing outside catalogs as a whole. The zero Blame is nobody that is known.
func (d *DB) Blamed(ctx context.Context, v domain.Viewer, about domain.Ref, since domain.ChangeID, key domain.Key) (domain.Blame, error) {
	found := &domain.Collisions{List: []domain.Collision{{Key: key}}}
	err := d.read(ctx, func(s *store) error {
		return s.blameEach(ctx, v, domain.Change{About: about, Seen: since}, found)
	})
	return found.List[0].Blame, err
}

// blameEach says of each value who made it what it is since the maker of a change looked.
func (s *store) blameEach(ctx context.Context, v domain.Viewer, c domain.Change, found *domain.Collisions) error {
	if !domain.InCatalog(c.About.Of) {
		changes, err := s.changesOf(ctx, v, c.About, c.Seen)
		found.Blame(changes)
		return err
	}
	entries, err := s.entriesSince(ctx, v.Account.ID, c.Seen)
	if err != nil {
		return err
	}
	pointers := make([]versions.Pointer, 0, 2*len(entries))
	for _, e := range entries {
		pointers = append(pointers, versions.Pointer{Account: v.Account.ID, Delivered: e.DeliveredFrom, Own: e.OwnFrom},
			versions.Pointer{Account: v.Account.ID, Delivered: e.DeliveredTo, Own: e.OwnTo})
	}
	states, err := s.versions.States(ctx, pointers)
	if err != nil {
		return err
	}
	for i, e := range entries {
		found.BlameEntry(domain.ChangeRecord{ID: e.ID, At: e.At.UTC(), UserName: e.UserName, Run: e.Run}, states[2*i], states[2*i+1])
	}
	return nil
}

// blamedEntries is how many entries of the log are looked through for who made a value what it is.
const blamedEntries = 50

// blamedEntry is an entry of the log, with what the vendor had before it and after it.
type blamedEntry struct {
	ID            domain.ChangeID `db:"id"`
	At            time.Time       `db:"at"`
	UserName      string          `db:"user_name"`
	Run           domain.RunID    `db:"run_id"`
	DeliveredFrom int64           `db:"delivered_from"`
	DeliveredTo   int64           `db:"delivered_to"`
	OwnFrom       int64           `db:"own_from"`
	OwnTo         int64           `db:"own_to"`
}

// entriesSince returns the entries of a vendor's log after one, the newest first.
func (s *store) entriesSince(ctx context.Context, account domain.AccountID, after domain.ChangeID) ([]blamedEntry, error) {
	var list []blamedEntry
	const query = `
		SELECT e.id, e.at, CASE WHEN u.account_id = e.account_id THEN u.name ELSE '' END AS user_name, coalesce(e.run_id, 0) AS run_id,
			coalesce(e.delivered_from, 0) AS delivered_from, coalesce(e.delivered_to, 0) AS delivered_to,
			coalesce(e.own_from, 0) AS own_from, coalesce(e.own_to, 0) AS own_to
		FROM entry e LEFT JOIN app_user u ON u.id = e.user_id
		WHERE e.account_id = $1 AND e.id > $2 ORDER BY e.id DESC LIMIT $3`
	if err := s.tx.SelectContext(ctx, &list, query, account, after, blamedEntries); err != nil {
		return nil, fmt.Errorf("the log of account %d: %w", account, err)
	}
	return list, nil
}

package db

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// auditThing is the thing that the audit is asked for: the zero auditThing is any.
type auditThing struct {
	domain.Ref
	subscriptions []int64 // of a reseller: what happened to these happened to them
	runs          []int64 // of a reseller: the runs of the viewer's that changed them
}

// auditAbout finds what belongs to a thing that the viewer's account knows, else it fails with KindNotFound.
func (s *store) auditAbout(ctx context.Context, v domain.Viewer, about domain.Ref, catalog *domain.Catalog) (auditThing, error) {
	thing := auditThing{Ref: about}
	if about.Of == "" {
		return thing, nil
	}
	var err error
	if thing.Name = domain.NameOf(catalog.Thing(about)); thing.Name == "" {
		thing.Name, err = s.nameOf(ctx, v, about)
	}
	if err == nil && thing.Name == "" {
		err = domain.NotFound("The object")
	}
	if err != nil || about.Of != domain.ObjectReseller {
		return thing, err
	}
	reseller := domain.AccountID(about.ID)
	if thing.subscriptions, err = s.subscriptionIDs(ctx, reseller); err != nil {
		return thing, err
	}
	const query = `SELECT DISTINCT run_id FROM entry WHERE account_id = $1 AND run_account_id = $2`
	err = s.tx.SelectContext(ctx, &thing.runs, query, reseller, v.Account.ID)
	return thing, err
}

// nameOf is what a thing outside the catalog is called, or was when the viewer's log last told of it; "" when they do not know it.
func (s *store) nameOf(ctx context.Context, v domain.Viewer, about domain.Ref) (name string, err error) {
	if keeper := keepers[about.Of]; keeper.load != nil && about.Of != domain.ObjectUser { // whom not everybody may see
		thing, err := keeper.load(ctx, s, v, about, false)
		if err != nil && domain.KindOf(err) != domain.KindNotFound {
			return "", err
		}
		if name = domain.NameOf(thing); name != "" {
			return name, nil
		}
	}
	const query = `
		SELECT coalesce((SELECT name FROM subscription WHERE $2 = 'subscription' AND id = $3 AND account_within(account_id, $1)),
			(SELECT name FROM change WHERE account_id = $1 AND object = $2 AND object_id = $3 AND code = $4 ORDER BY id DESC LIMIT 1), '')`
	if err := s.tx.GetContext(ctx, &name, query, v.Account.ID, about.Of, about.ID, about.Code); err != nil {
		return "", fmt.Errorf("name of %s %d: %w", about.Of, about.ID, err)
	}
	return name, nil
}

// subscriptionIDs are the subscriptions that a reseller has, and those of theirs that were deleted.
func (s *store) subscriptionIDs(ctx context.Context, reseller domain.AccountID) (ids []int64, err error) {
	const query = `
		SELECT id FROM subscription WHERE account_id = $1
		UNION
		SELECT c.object_id FROM change c JOIN account a ON a.id = $1 AND c.account_id = a.parent_id
		WHERE c.reseller_id = $1`
	err = s.tx.SelectContext(ctx, &ids, query, reseller)
	if err != nil {
		return nil, fmt.Errorf("subscriptions of account %d: %w", reseller, err)
	}
	return ids, nil
}

// aboutThing is the condition that a change is about the thing whose changeArgs have numbers from n: itself, among many at once, or a
// subscription of the reseller.
func aboutThing(n int) string {
	return fmt.Sprintf(`(c.object = $%[1]d AND c.object_id = $%[2]d AND c.code = $%[3]d
		OR $%[1]d = 'plan' AND c.id = ANY (ARRAY(SELECT p.change_id FROM change_part p WHERE p.plans @> ARRAY[$%[2]d::bigint]))
		OR c.object = 'subscription' AND c.object_id = ANY ($%[4]d))`, n, n+1, n+2, n+3)
}

func (t auditThing) changeArgs() []any {
	return []any{t.Of, t.ID, t.Code, pq.Int64Array(t.subscriptions)}
}

// aboutRun is the condition that a row of another log is about the thing whose rowArgs have numbers from n: a run of the plan, one that
// changed the reseller, or words from before there were changes, which know things by name alone.
func aboutRun(n int) string {
	return fmt.Sprintf(`(l.run_account_id = l.account_id AND l.run_id = ANY ($%[3]d)
		OR $%[1]d = 'plan' AND EXISTS (SELECT FROM run r WHERE r.account_id = l.run_account_id AND r.id = l.run_id AND r.plan_id = $%[2]d)
		OR l.run_id = 0 AND l.name = $%[4]d AND l.action = ANY ($%[5]d))`, n, n+1, n+2, n+3, n+4)
}

func (t auditThing) rowArgs() []any {
	var kinds []domain.KindInfo
	for _, info := range domain.ChangeKinds() {
		if info.Of == t.Of {
			kinds = append(kinds, info)
		}
	}
	words := bulk.Column(kinds, func(k domain.KindInfo) string { return k.Words })
	return []any{t.Of, t.ID, pq.Int64Array(t.runs), t.Name, pq.StringArray(words)}
}

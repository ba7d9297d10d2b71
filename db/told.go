package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// Told completes a change that was made with what a message about it says: the names of what it mentions, to whom it is to be
// passed on, and whom it puts below cost. That takes more than the change itself, and holds up nobody: it is read when the change is made, and only for those who
// look.
func (d *DB) Told(ctx context.Context, v domain.Viewer, done domain.Done) (domain.Done, error) {
	if done.ID == 0 && len(done.Meanwhile) == 0 && len(done.Removed) == 0 && len(done.Already) == 0 {
		return done, nil
	}
	err := d.read(ctx, func(s *store) error {
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		var entries []domain.ChangeID
		if done.ID != 0 {
			entries = append(entries, done.ID, done.ID-1)
		}
		if done.Change.Seen != 0 {
			entries = append(entries, done.Change.Seen)
		}
		record := domain.ChangeRecord{About: done.Change.About, Edits: slices.Concat(done.Edits, done.Meanwhile, done.Removed, done.Already)}
		if done.Names, err = s.namesThen(ctx, v, record, now.Effective(), entries...); err != nil {
			return err
		}
		done.Namesake, done.Twin = done.NamesakeIn(now.Effective()), done.TwinIn(now.Effective())
		if done.PassOn, err = s.passOn(ctx, v, done, now.Effective()); err != nil || done.ID == 0 {
			return err
		}
		moved, err := s.repricingOf(ctx, v, domain.ChangeRecord{ID: done.ID, About: done.Change.About, Edits: done.Edits})
		done.Below = domain.SumPutBelow(moved.Below())
		return err
	})
	if err != nil {
		return done, fmt.Errorf("tell of change %d: %w", done.ID, err)
	}
	return done, nil
}

// changedWith are the ids of what a change is about, and of what of that kind was changed with it.
func changedWith(done domain.Done) pq.Int64Array {
	ids := pq.Int64Array{done.Change.About.ID}
	for _, other := range done.Beside {
		if other.About.Of == done.Change.About.Of {
			ids = append(ids, other.About.ID)
		}
	}
	return ids
}

// passOn says to whom a change is to be passed on, to whoever may do that: a change in a catalog to those who have a copy of a plan that
// it concerns, by any reseller plan that the vendor sells, one that was delegated to them among these; a change of a template, or of the
// order flow that it delivers, to those who are subscribed to a plan based on it; an exchange rate to those who have the currency. Which
// templates pass on a change of what is not in a catalog is told of each kind of thing by its [keeper].
func (s *store) passOn(ctx context.Context, v domain.Viewer, done domain.Done, sold *domain.Catalog) (domain.PassOn, error) {
	if !v.May(domain.SynchronizeSubReseller) || !done.PassedOn() {
		return domain.PassOn{}, nil
	}
	about := done.Change.About
	passed, concerned := cmp.Or(keepers[about.Of].passed, `true`), pq.Int64Array{}
	if domain.InCatalog(about.Of) {
		passed = `EXISTS (SELECT FROM template_plan p WHERE p.account_id = t.account_id AND p.template_id = t.id AND p.plan_id = ANY (about.plans))`
		if concerned = bulk.Column(done.Concerns(sold), func(p domain.PlanID) int64 { return int64(p) }); len(concerned) == 0 {
			return domain.PassOn{}, nil
		}
	}
	var templates pq.Int64Array
	query := `
		SELECT coalesce(array_agg(DISTINCT t.id), '{}')
		FROM template t, (SELECT $1::bigint AS account_id, id, $3::bigint[] AS plans FROM unnest($2::bigint[]) id) about
		WHERE t.active AND ` + passed
	if err := s.tx.GetContext(ctx, &templates, query, v.Account.ID, changedWith(done), concerned); err != nil {
		return domain.PassOn{}, fmt.Errorf("templates with %s: %w", about.Name, err)
	}
	plans := filter(sold.Plans, func(p *domain.Plan) bool {
		return p.Type == domain.ResellerPlan && slices.Contains(templates, int64(p.Template))
	})
	if len(plans) == 0 {
		return domain.PassOn{}, nil
	}
	ids := pq.Int64Array(bulk.Column(plans, func(p *domain.Plan) int64 { return int64(p.ID) }))
	to, err := s.subscribers(ctx, v, ids, concerned, about.Code)
	for i := range to.To {
		to.To[i].Name = sold.Plan(to.To[i].Plan).Name
	}
	return to, err
}

// toldPlans is how many reseller plans a message names by which a change is passed on.
const toldPlans = 3

// subscribers are the reseller plans, of some, to which the most resellers below the viewer are subscribed that runs reach, and how many
// are subscribed to any of them. They have a copy of one of the plans that are concerned, and the currency; none and "": any.
func (s *store) subscribers(ctx context.Context, v domain.Viewer, plans, concerned pq.Int64Array, currency string) (domain.PassOn, error) {
	var list []struct {
		Plan      domain.PlanID `db:"plan_id"`
		Resellers int           `db:"resellers"`
		All       int           `db:"all_resellers"`
		Plans     int           `db:"plans"`
	}
	const query = `
		WITH RECURSIVE below (id) AS (
			SELECT id FROM account WHERE parent_id = $1
			UNION ALL
			SELECT a.id FROM account a JOIN below b ON a.parent_id = b.id
		), reached AS MATERIALIZED (
			SELECT s.plan_id, s.account_id, p.delivered_id
			FROM below b JOIN account a ON a.id = b.id AND a.status <> 'closed' AND ($4 = '' OR a.currency = $4)
			JOIN subscription s ON s.account_id = b.id AND s.plan_id = ANY ($2) AND s.status NOT IN ('Ordered', 'Terminated', 'Canceled')
			LEFT JOIN pointer p ON p.account_id = b.id
		), copies AS MATERIALIZED (
			SELECT c.id FROM catalog c
			WHERE c.id IN (SELECT delivered_id FROM reached)
				AND EXISTS (SELECT FROM plan_version w WHERE w.plan_id = ANY ($3) AND w.id = ANY (c.plans))
		), holders AS MATERIALIZED (
			SELECT plan_id, account_id FROM reached WHERE cardinality($3::bigint[]) = 0 OR delivered_id IN (SELECT id FROM copies)
		)
		SELECT plan_id, count(DISTINCT account_id) AS resellers, (SELECT count(DISTINCT account_id) FROM holders) AS all_resellers,
			count(*) OVER () AS plans
		FROM holders GROUP BY plan_id ORDER BY resellers DESC, plan_id LIMIT $5`
	err := s.tx.SelectContext(ctx, &list, query, v.Account.ID, plans, concerned, currency, toldPlans)
	var to domain.PassOn
	for _, row := range list {
		to.To = append(to.To, domain.PassOnBy{Plan: row.Plan, Resellers: row.Resellers})
		to.All, to.More = row.All, row.Plans-len(list)
	}
	return to, err
}

package db

import (
	"context"
	"fmt"

	"tiersync/db/versions"
	"tiersync/domain"
)

// Deletion returns what somebody wants to delete and why they cannot, if so. It fails with KindNotFound for what is not the
// viewer's own and with KindForbidden when they lack the right at this moment or their provider delivered it.
func (d *DB) Deletion(ctx context.Context, v domain.Viewer, r domain.DeletionRequest) (deletion domain.Deletion, err error) {
	err = d.read(ctx, func(s *store) error {
		now, err := s.mayNow(ctx, v, r.Kind())
		if err != nil {
			return err
		}
		deletion, err = s.deletion(ctx, now, r)
		return err
	})
	if err != nil {
		return domain.Deletion{}, fmt.Errorf("look for what keeps a %s: %w", r.What(), err)
	}
	return deletion, nil
}

// Delete deletes a service plan, a service template or a subscription of the viewer's own and returns what it was. What is
// in use or can be in use again by an undo, and a subscription that runs reach, stays: KindInvalid, with the reason in the deletion too. Everything else is as
// in [DB.Deletion].
func (d *DB) Delete(ctx context.Context, v domain.Viewer, r domain.DeletionRequest) (deletion domain.Deletion, err error) {
	// The lock is a run's, so that nobody begins to use meanwhile what nobody uses now.
	err = d.apart(ctx, v, r.Kind(), true, func(s *store, now domain.Viewer) (err error) {
		if deletion, err = s.deletion(ctx, now, r); err != nil {
			return err
		}
		if err := deletion.Err(); err != nil {
			return err
		}
		deletion.Change, err = s.remove(ctx, now, deletion)
		return err
	})
	if err != nil {
		return deletion, fmt.Errorf("delete a %s: %w", r.What(), err)
	}
	return deletion, nil
}

func (s *store) deletion(ctx context.Context, v domain.Viewer, r domain.DeletionRequest) (domain.Deletion, error) {
	switch {
	case r.Template != 0:
		t, err := s.ownTemplate(ctx, v.Account.ID, r.Template)
		if err != nil {
			return domain.Deletion{}, err
		}
		uses, err := s.templateUses(ctx, v, r.Template)
		if err != nil {
			return domain.Deletion{}, err
		}
		return s.refuse(ctx, v, domain.Deletion{DeletionRequest: r, Name: t.Name}, uses)
	case r.Subscription != 0:
		sub, err := s.subscription(ctx, v, r.Subscription)
		if err != nil {
			return domain.Deletion{}, err
		}
		if sub.Vendor != v.Account.ID || sub.Plan != r.Plan {
			return domain.Deletion{}, domain.NotFound("The subscription")
		}
		return sub.Deletion(), nil
	default:
		return s.planDeletion(ctx, v, r)
	}
}

func (s *store) planDeletion(ctx context.Context, v domain.Viewer, r domain.DeletionRequest) (domain.Deletion, error) {
	now, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return domain.Deletion{}, err
	}
	plan, err := now.DeletablePlan(r.Plan)
	if err != nil {
		return domain.Deletion{}, err
	}
	uses, err := s.planUses(ctx, v, r.Plan, 0, true)
	if err != nil {
		return domain.Deletion{}, err
	}
	return s.refuse(ctx, v, domain.Deletion{DeletionRequest: r, Name: plan.Name}, uses.After(now.Effective().PathsTo(r.Plan)))
}

// refuse refuses the deletion of what is in use, and of what is in use again after an undo (rule U3).
func (s *store) refuse(ctx context.Context, v domain.Viewer, d domain.Deletion, uses domain.Uses) (domain.Deletion, error) {
	if uses.Any() {
		return d.Refuse(uses), nil
	}
	resellers, err := s.deliveredBefore(ctx, v, d.DeletionRequest)
	if err != nil {
		return domain.Deletion{}, err
	}
	return d.RefuseDelivered(resellers), nil
}

// deliveredBefore are the resellers to whom the plan, or a plan based on the template, was delivered at any time, at most
// five. What an entry of the log leads from is what the one before it leads to.
func (s *store) deliveredBefore(ctx context.Context, v domain.Viewer, r domain.DeletionRequest) (domain.Uses, error) {
	var resellers []use
	const query = `
		SELECT 'account' AS used_as, a.name, count(*) OVER () AS total FROM account a
		WHERE a.provider_id = $1 AND a.id IN (
			SELECT e.account_id
			FROM plan_version w JOIN catalog c ON w.id = ANY (c.plans) JOIN entry e ON e.delivered_to = c.id
			WHERE w.plan_id = $2 OR w.template_id = $3)
		ORDER BY a.name COLLATE name_order, a.id LIMIT $4`
	err := s.tx.SelectContext(ctx, &resellers, query, v.Account.Provider, r.Plan, r.Template, maxUses)
	if err != nil {
		return domain.Uses{}, fmt.Errorf("earlier deliveries of a %s: %w", r.What(), err)
	}
	return usesOf(resellers), nil
}

// templateUses are the reseller plans based on a template, the copies of such plans among them, at most five.
func (s *store) templateUses(ctx context.Context, v domain.Viewer, id domain.TemplateID) (domain.Uses, error) {
	var uses []use
	const query = `
		WITH version AS MATERIALIZED (
			SELECT id, name FROM plan_version WHERE template_id = $2
		), has AS MATERIALIZED (
			SELECT account_id, delivered_id AS catalog FROM pointer
			UNION ALL
			SELECT p.account_id, o.made_catalog_id FROM pointer p JOIN own o ON o.account_id = p.account_id AND o.id = p.own_id
		), sold AS MATERIALIZED (
			SELECT c.id AS catalog, w.name FROM catalog c JOIN version w ON w.id = ANY (c.plans) WHERE c.id IN (SELECT catalog FROM has)
		)
		SELECT 'plan' AS used_as, name, of_whom, count(*) OVER () AS total
		FROM (SELECT DISTINCT sold.name, CASE WHEN a.id = $1 THEN '' ELSE a.name END AS of_whom
		FROM sold JOIN has USING (catalog) JOIN account a ON a.id = has.account_id
		WHERE a.provider_id = $3) used ORDER BY name COLLATE name_order, of_whom LIMIT $4`
	err := s.tx.SelectContext(ctx, &uses, query, v.Account.ID, id, v.Account.Provider, maxUses)
	if err != nil {
		return domain.Uses{}, fmt.Errorf("uses of template %d: %w", id, err)
	}
	return usesOf(uses), nil
}

func (s *store) remove(ctx context.Context, v domain.Viewer, d domain.Deletion) (domain.ChangeID, error) {
	switch {
	case d.Template != 0:
		return s.removeTemplate(ctx, v, d)
	case d.Subscription != 0:
		return s.removeSubscription(ctx, v, d)
	default:
		return s.removePlan(ctx, v, d)
	}
}

func (s *store) removeTemplate(ctx context.Context, v domain.Viewer, d domain.Deletion) (domain.ChangeID, error) {
	was, err := s.ownTemplate(ctx, v.Account.ID, d.Template)
	if err != nil {
		return 0, err
	}
	for _, remove := range []string{
		`DELETE FROM template_plan WHERE account_id = $1 AND template_id = $2`,
		`DELETE FROM template WHERE account_id = $1 AND id = $2`,
	} {
		if _, err := s.tx.ExecContext(ctx, remove, v.Account.ID, d.Template); err != nil {
			return 0, err
		}
	}
	return s.logDeletion(ctx, v, d, domain.Ref{Of: domain.ObjectTemplate, ID: int64(d.Template)}, was, 0)
}

// removeSubscription deletes the row alone: what was delivered to the reseller stays with them, and the results of runs name
// them and not their subscription.
func (s *store) removeSubscription(ctx context.Context, v domain.Viewer, d domain.Deletion) (domain.ChangeID, error) {
	was, err := s.subscription(ctx, v, d.Subscription)
	if err != nil {
		return 0, err
	}
	const remove = `DELETE FROM subscription WHERE vendor_id = $1 AND id = $2`
	if _, err := s.tx.ExecContext(ctx, remove, v.Account.ID, d.Subscription); err != nil {
		return 0, err
	}
	return s.logDeletion(ctx, v, d, domain.Ref{Of: domain.ObjectSubscription, ID: int64(d.Subscription)}, was, 0)
}

func (s *store) removePlan(ctx context.Context, v domain.Viewer, d domain.Deletion) (domain.ChangeID, error) {
	now, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return 0, err
	}
	entry, err := s.versions.ReplaceOwn(ctx, now, now.Own.WithoutPlan(d.Plan),
		versions.Cause{User: v.User.ID, Action: d.Kind().Info().Words, Object: d.Name})
	if err != nil {
		return 0, err
	}
	return s.logDeletion(ctx, v, d, domain.Ref{Of: domain.ObjectPlan, ID: int64(d.Plan)}, now.Own.MadeCatalog().Plan(d.Plan), entry)
}

// logDeletion logs that a thing is not there any more, with all that it was.
func (s *store) logDeletion(ctx context.Context, v domain.Viewer, d domain.Deletion, about domain.Ref, was domain.Thing, entry int64) (domain.ChangeID, error) {
	about.Name = d.Name
	return s.logChange(ctx, v, domain.Change{Kind: d.Kind(), About: about}, domain.EditsOf(was, nil), entry)
}

package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tiersync/domain"
)

// checkTemplate fails with KindNotFound when the template that was seen is gone: the plan is based on another one now.
func (s *store) checkTemplate(ctx context.Context, seen domain.Seen, now domain.TemplateRow) error {
	if now.ID == seen.Template {
		return nil
	}
	var there bool
	if err := s.tx.GetContext(ctx, &there, `SELECT EXISTS (SELECT FROM template WHERE id = $1)`, seen.Template); err != nil {
		return fmt.Errorf("template %d that was seen: %w", seen.Template, err)
	}
	if !there {
		return domain.NotFound("The service template")
	}
	return nil
}

// vanished says that what was seen before a run is gone, by whom and when, where an error of the calculation means that
// (fault 13). It is about the entry of the viewer's own audit, if there is one.
func (s *store) vanished(ctx context.Context, v domain.Viewer, r domain.RunRequest, err error) error {
	if domain.KindOf(err) != domain.KindNotFound {
		return err
	}
	last, logErr := s.lastDeletion(ctx, v, r)
	switch {
	case errors.Is(logErr, sql.ErrNoRows):
		return domain.Vanished(err)
	case logErr != nil:
		return logErr
	}
	about := domain.Ref{}
	if last.Mine {
		about.Name = last.Search
	}
	return domain.Deleted(last.Name, last.By, last.At, about, err)
}

// deleted is what the log and the audit say of a deletion.
type deleted struct {
	Name   string    `db:"name"`
	At     time.Time `db:"at"`
	By     string    `db:"by_whom"`
	Mine   bool      `db:"mine"`   // the viewer's own audit lists it
	Search string    `db:"search"` // what finds it there
}

// lastDeletion finds the latest deletion of something that a run was to be about; sql.ErrNoRows when there was none. A plan is
// deleted by the entry of the log that leads from a catalog with it to one without it. Who did it in another account has no
// name here: the account has.
func (s *store) lastDeletion(ctx context.Context, v domain.Viewer, r domain.RunRequest) (deleted, error) {
	var last deleted
	const query = `
		WITH gone AS (
			SELECT e.account_id, e.at, e.user_id, w.name, e.object
			FROM entry e
			JOIN own o ON o.account_id = e.account_id AND o.id = e.own_from
			JOIN catalog c ON c.id = o.made_catalog_id
			JOIN plan_version w ON w.id = ANY (c.plans) AND w.plan_id = $2
			WHERE e.account_id = $1 AND e.id > $3 AND NOT EXISTS (
				SELECT FROM own n JOIN catalog m ON m.id = n.made_catalog_id JOIN plan_version x ON x.id = ANY (m.plans)
				WHERE n.account_id = e.account_id AND n.id = e.own_to AND x.plan_id = $2)
			UNION ALL
			SELECT a.account_id, a.at, a.user_id, a.object, a.object
			FROM audit a -- from before there was a log of changes
			WHERE (a.action = $4 AND a.detail @> jsonb_build_object('template', $5::bigint)
					OR a.action = $6 AND a.detail @> jsonb_build_object('subscription', $7::bigint))
				AND account_within(a.account_id, $1)
			UNION ALL
			SELECT c.account_id, c.at, c.user_id, c.name, c.name
			FROM change c
			WHERE (c.object, c.object_id) IN (($10, $5), ($11, $7)) AND c.kind IN ($8, $9) AND account_within(c.account_id, $1)
		)
		SELECT g.name, g.at, g.account_id = $1 AS mine, left(g.object, 200) AS search,
			CASE WHEN g.account_id = $1 THEN coalesce(u.name, '') ELSE a.name END AS by_whom
		FROM gone g JOIN account a ON a.id = g.account_id LEFT JOIN app_user u ON u.id = g.user_id
		ORDER BY g.at DESC LIMIT 1`
	err := s.tx.GetContext(ctx, &last, query, v.Account.ID, r.Plan, r.Seen.Entry, domain.TemplateDeleted.Info().Words, r.Seen.Template,
		domain.SubscriptionDeleted.Info().Words, r.Subscription, domain.TemplateDeleted, domain.SubscriptionDeleted,
		domain.ObjectTemplate, domain.ObjectSubscription)
	if err != nil {
		return last, fmt.Errorf("deletions since it was seen: %w", err)
	}
	return last, nil
}

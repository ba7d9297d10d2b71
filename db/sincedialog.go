package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// outsideCatalog are the kinds of change outside catalogs and templates that can make a run come out differently.
func outsideCatalog() pq.StringArray {
	return bulk.Column([]domain.ChangeKind{domain.ExchangeRateSaved, domain.ResellerChanged, domain.DisplaySynchronized, domain.FlowSaved,
		domain.NotificationSaved, domain.ResourceSaved}, func(k domain.ChangeKind) string { return string(k) })
}

// sinceRow is something that was changed since somebody looked. A run keeps each as JSON.
type sinceRow struct {
	Kind   domain.ChangeKind `db:"kind" json:"-"` // "" where the log has words alone
	Action string            `db:"action" json:"action,omitempty"`
	Object domain.Object     `db:"object" json:"object,omitempty"`
	ID     int64             `db:"object_id" json:"id,omitempty"`
	Name   string            `db:"name" json:"name"`
	By     string            `db:"by_whom" json:"by,omitempty"`
	At     time.Time         `db:"at" json:"at,omitzero"`
}

func (r sinceRow) since() domain.Since {
	action := r.Action
	if r.Kind != "" {
		action = r.Kind.Info().Words
	}
	return domain.Since{Action: action, About: domain.Ref{Of: r.Object, ID: r.ID, Name: r.Name}, By: r.By, At: r.At.UTC()}
}

// writeSince makes the column of a run.
func writeSince(list []domain.Since) (pq.StringArray, error) {
	texts := make(pq.StringArray, len(list))
	for i, s := range list {
		body, err := json.Marshal(sinceRow{Action: s.Action, Object: s.About.Of, ID: s.About.ID, Name: s.About.Name, By: s.By, At: s.At})
		if err != nil {
			return nil, fmt.Errorf("what was changed since it was seen: %w", err)
		}
		texts[i] = string(body)
	}
	return texts, nil
}

// readSince reads the column of a run. Runs from before it was JSON have sentences, which begin with a letter.
func readSince(texts []string) []domain.Since {
	list := make([]domain.Since, len(texts))
	for i, text := range texts {
		var row sinceRow
		if json.Unmarshal([]byte(text), &row) != nil {
			list[i] = domain.Since{About: domain.Ref{Name: text}}
			continue
		}
		list[i] = row.since()
	}
	return list
}

// sinceSeen says what was changed in what the run passes on, after its maker looked (fault 14).
func (s *store) sinceSeen(ctx context.Context, v domain.Viewer, seen domain.Seen, t domain.TemplateRow) ([]domain.Since, error) {
	var rows []sinceRow
	const query = `
		SELECT e.action, e.object AS name, coalesce(vendor.name, u.name, '') AS by_whom, e.at
		FROM entry e LEFT JOIN account vendor ON vendor.id = e.run_account_id
		LEFT JOIN app_user u ON u.id = e.user_id AND u.account_id = e.account_id
		WHERE e.account_id = $1 AND e.id > $2 ORDER BY e.id LIMIT 20`
	if err := s.tx.SelectContext(ctx, &rows, query, v.Account.ID, seen.Entry); err != nil {
		return nil, fmt.Errorf("changes since it was seen: %w", err)
	}
	list := bulk.Column(rows, sinceRow.since)
	if t.ID != seen.Template || t.Version != seen.TemplateVersion {
		list = append(list, domain.Since{About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(t.ID), Name: t.Name},
			By: t.UpdatedBy, At: t.Updated.UTC()})
	}
	return list, nil
}

// reviewAgain is the refusal of a run that would do something else than its preview showed (fault 14). It says what was
// changed since: what the run passes on, and what it meets at the resellers.
func (s *store) reviewAgain(ctx context.Context, v domain.Viewer, seen domain.Seen, c *calculation) error {
	elsewhere, err := s.changedElsewhere(ctx, v, seen, c.targets)
	if err != nil {
		return err
	}
	return domain.ReviewAgain(append(c.run.SinceDialog, elsewhere...))
}

// changedElsewhere says what else can make a run come out differently: what changed at the resellers, whose people have
// no name here, and at the vendor outside the catalog.
func (s *store) changedElsewhere(ctx context.Context, v domain.Viewer, seen domain.Seen, targets []targetRow) ([]domain.Since, error) {
	var rows []sinceRow
	const query = `
		SELECT e.at, '' AS kind, e.action, e.object AS name, coalesce(vendor.name, a.name) AS by_whom
		FROM entry e JOIN account a ON a.id = e.account_id LEFT JOIN account vendor ON vendor.id = e.run_account_id
		WHERE e.account_id = ANY ($1) AND e.at > $2
		UNION
		SELECT x.at, x.kind, '', x.name, coalesce(u.name, '')
		FROM change x LEFT JOIN app_user u ON u.id = x.user_id
		WHERE x.account_id = $3 AND x.at > $2 AND x.kind = ANY ($4)
		ORDER BY at LIMIT 20`
	accounts := pq.Int64Array(bulk.Column(targets, func(t targetRow) int64 { return int64(t.Account) }))
	if err := s.tx.SelectContext(ctx, &rows, query, accounts, seen.At, v.Account.ID, outsideCatalog()); err != nil {
		return nil, fmt.Errorf("changes elsewhere since it was seen: %w", err)
	}
	return bulk.Column(rows, sinceRow.since), nil
}

package db

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"tiersync/domain"
)

// outsideCatalog are the kinds of change outside catalogs and templates that can make a run come out differently.
func outsideCatalog() pq.StringArray {
	return column([]domain.ChangeKind{domain.ExchangeRateSaved, domain.ResellerChanged, domain.DisplaySynchronized, domain.FlowSaved,
		domain.NotificationSaved}, func(k domain.ChangeKind) string { return string(k) })
}

// sinceDialog says what was changed in what the run passes on, after its dialog was opened (fault 14).
func (s *store) sinceDialog(ctx context.Context, d dialogRow, t domain.TemplateRow) ([]string, error) {
	var list []string
	const query = `
		SELECT upper(left(e.action, 1)) || substr(e.action, 2) || ': ' || e.object || coalesce(', by ' || u.name, '') || ', at '
			|| to_char(e.at AT TIME ZONE 'UTC', 'HH24:MI') || ' UTC'
		FROM entry e LEFT JOIN app_user u ON u.id = e.user_id
		WHERE e.account_id = $1 AND e.id > $2 ORDER BY e.id LIMIT 20`
	if err := s.tx.SelectContext(ctx, &list, query, d.Account, d.Entry); err != nil {
		return nil, fmt.Errorf("changes since the dialog: %w", err)
	}
	if t.ID != d.Template || t.Version != d.TemplateVersion {
		changed := "Service template: " + t.Name
		if t.UpdatedBy != "" {
			changed += ", by " + t.UpdatedBy
		}
		list = append(list, changed+", at "+t.Updated.UTC().Format("15:04")+" UTC")
	}
	return list, nil
}

// reviewAgain is the refusal of a run that would do something else than its preview showed (fault 14). It says what was
// changed since: what the run passes on, and what it meets at the resellers.
func (s *store) reviewAgain(ctx context.Context, d dialogRow, c *calculation) error {
	elsewhere, err := s.sinceDialogElsewhere(ctx, d, c.targets)
	if err != nil {
		return err
	}
	link := fmt.Sprintf("/products/plans/%d/synchronize", d.Plan)
	if d.Subscription != 0 {
		link = fmt.Sprintf("/products/plans/%d/subscriptions/%d/synchronize", d.Plan, d.Subscription)
	}
	return &domain.Error{Kind: domain.KindConflict, Link: link,
		Err:     &domain.PreviewChanged{Since: append(c.run.SinceDialog, elsewhere...)},
		Message: "Something that the preview showed would come out differently now. Nothing was changed. Review again."}
}

// sinceDialogElsewhere says what else can make a run come out differently: what changed at the resellers, whose people have
// no name here, and at the vendor outside the catalog.
func (s *store) sinceDialogElsewhere(ctx context.Context, d dialogRow, targets []targetRow) ([]string, error) {
	var list []string
	const query = `
		WITH log AS (
			SELECT e.at, e.action, e.object, coalesce(vendor.name, a.name) AS who
			FROM entry e JOIN account a ON a.id = e.account_id LEFT JOIN account vendor ON vendor.id = e.run_account_id
			WHERE e.account_id = ANY ($1) AND e.at > $2
			UNION
			SELECT x.at, k.words, x.name, u.name
			FROM change x JOIN unnest($5::text[], $6::text[]) AS k (kind, words) ON k.kind = x.kind LEFT JOIN app_user u ON u.id = x.user_id
			WHERE x.account_id = $3 AND x.at > $2 AND x.kind = ANY ($4)
		)
		SELECT upper(left(action, 1)) || substr(action, 2) || ': ' || object || coalesce(', by ' || who, '') || ', at '
			|| to_char(at AT TIME ZONE 'UTC', 'HH24:MI') || ' UTC'
		FROM log ORDER BY at LIMIT 20`
	accounts := pq.Int64Array(column(targets, func(t targetRow) int64 { return int64(t.Account) }))
	kinds, words := kindWords()
	err := s.tx.SelectContext(ctx, &list, query, accounts, d.Opened, d.Account, outsideCatalog(), kinds, words)
	if err != nil {
		return nil, fmt.Errorf("changes elsewhere since the dialog: %w", err)
	}
	return list, nil
}

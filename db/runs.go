package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

type runRow struct {
	ID               domain.RunID          `db:"id"`
	Kind             domain.RunKind        `db:"kind"`
	Account          domain.AccountID      `db:"account_id"`
	User             domain.UserID         `db:"user_id"`
	UserName         string                `db:"user_name"`
	At               time.Time             `db:"at"`
	Duration         int64                 `db:"duration_us"`
	Undoes           domain.RunID          `db:"undoes"`
	Plan             domain.PlanID         `db:"plan_id"`
	PlanName         string                `db:"plan_name"`
	Subscription     domain.SubscriptionID `db:"subscription_id"`
	Reseller         string                `db:"reseller"`
	SubscriptionGone bool                  `db:"subscription_gone"`
	Reach            domain.Reach          `db:"reach"`
	Options          pq.StringArray        `db:"options"`
	Policy           domain.Policy         `db:"policy"`
	Template         domain.TemplateID     `db:"template_id"`
	TemplateName     string                `db:"template_name"`
	TemplateVersion  int                   `db:"template_version"`
	Rates            []byte                `db:"rates"`
	SinceDialog      pq.StringArray        `db:"since_dialog"`
	Resellers        int                   `db:"resellers"`
	Changed          int                   `db:"changed"`
	Unchanged        int                   `db:"unchanged"`
	Skipped          int                   `db:"skipped"`
	Changes          int                   `db:"changes"`
	OwnOverwritten   int                   `db:"own_overwritten"`
	OwnKept          int                   `db:"own_kept"`
	SameDialog       domain.RunID          `db:"same_dialog"` // of a run alone, not in a list
	Total            int                   `db:"total"`
}

const runColumns = `r.id, r.kind, r.account_id, coalesce(r.user_id, 0) AS user_id, coalesce(u.name, '') AS user_name, r.at,
	r.duration_us, coalesce(r.undoes, 0) AS undoes, r.plan_id, r.plan_name, coalesce(r.subscription_id, 0) AS subscription_id,
	coalesce(reseller.name, 'Subscription ' || r.subscription_id, '') AS reseller,
	r.subscription_id IS NOT NULL AND s.id IS NULL AS subscription_gone, r.reach, r.options, r.policy, r.template_id,
	r.template_name, r.template_version, r.rates, r.since_dialog, r.resellers, r.changed, r.unchanged, r.skipped, r.changes,
	r.own_overwritten, r.own_kept`

// Whose subscription a run is about, its results know too when the subscription is deleted; an undo has those that it changed.
const runTables = ` FROM run r LEFT JOIN app_user u ON u.id = r.user_id
	LEFT JOIN subscription s ON s.id = r.subscription_id
	LEFT JOIN account reseller ON reseller.id = coalesce(s.account_id, CASE WHEN r.subscription_id > 0 THEN (
		SELECT min(x.account_id) FROM run_reseller x
		WHERE x.run_account_id = r.account_id AND x.run_id IN (r.id, r.undoes) AND x.subscription_id = r.subscription_id) END) `

func (r runRow) run() (domain.Run, error) {
	run := domain.Run{
		ID: r.ID, Kind: r.Kind, Account: r.Account, User: r.User, UserName: r.UserName, At: r.At.UTC(),
		Duration: time.Duration(r.Duration) * time.Microsecond, Undoes: r.Undoes, Plan: r.Plan,
		PlanName: r.PlanName, SameDialog: r.SameDialog, Subscription: r.Subscription, Reseller: r.Reseller, SubscriptionGone: r.SubscriptionGone,
		Reach: r.Reach, Policy: r.Policy,
		Template: r.Template, TemplateName: r.TemplateName, TemplateVersion: r.TemplateVersion, SinceDialog: readSince(r.SinceDialog),
		Totals: domain.RunTotals{Resellers: r.Resellers, Changed: r.Changed, Unchanged: r.Unchanged, Skipped: r.Skipped,
			Changes: r.Changes, OwnOverwritten: r.OwnOverwritten, OwnKept: r.OwnKept},
	}
	run.Options = domain.Ticked(bulk.Column(r.Options, func(key string) domain.OptionKey { return domain.OptionKey(key) })).Keys()
	if err := json.Unmarshal(r.Rates, &run.Rates); err != nil {
		return run, fmt.Errorf("exchange rates of run %d: %w", r.ID, err)
	}
	return run, nil
}

// Runs returns the runs of the viewer's own account, the latest first (Desc: the first one first), and how many match.
// Sort keys: "latest" (the default), "plan", "user", "changes".
func (d *DB) Runs(ctx context.Context, v domain.Viewer, q pages.ListQuery) ([]domain.Run, int, error) {
	var list []runRow
	var runs []domain.Run
	err := d.read(ctx, func(s *store) (err error) {
		query := `SELECT ` + runColumns + `, count(*) OVER () AS total` + runTables + `
			WHERE r.account_id = $1 AND ($2 = '' OR r.id::text = $2 OR contains_text(r.plan_name, $2)
				OR contains_text(u.name, $2) OR contains_text(reseller.name, $2))
			ORDER BY ` + runOrder(q) + ` LIMIT $3 OFFSET $4`
		limit, offset := window(q.Limit, q.Offset)
		if err = s.tx.SelectContext(ctx, &list, query, v.Account.ID, strings.TrimSpace(q.Search), limit, offset); err == nil {
			runs, err = s.runsOf(ctx, list)
		}
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("runs of account %d: %w", v.Account.ID, err)
	}
	if len(list) == 0 {
		return nil, 0, nil
	}
	return runs, list[0].Total, nil
}

// runsOf are the runs of rows, with what was taken back of them.
func (s *store) runsOf(ctx context.Context, list []runRow) ([]domain.Run, error) {
	undone, err := s.undone(ctx, "run", bulk.Column(list, func(r runRow) logged { return logged{int64(r.Account), int64(r.ID)} }))
	if err != nil {
		return nil, err
	}
	runs := make([]domain.Run, len(list))
	for i, row := range list {
		if runs[i], err = row.run(); err != nil {
			return nil, err
		}
		runs[i].UndoneBy = domain.RunID(undone[int64(row.ID)])
	}
	return runs, nil
}

func runOrder(q pages.ListQuery) string {
	direction := map[bool]string{false: " ASC", true: " DESC"}
	switch q.Sort {
	case "plan":
		return "r.plan_name COLLATE name_order" + direction[q.Desc] + ", r.id DESC"
	case "user":
		return "u.name COLLATE name_order" + direction[q.Desc] + ", r.id DESC"
	case "changes":
		return "r.changes" + direction[q.Desc] + ", r.id DESC"
	default:
		return "r.id" + direction[!q.Desc]
	}
}

// Run returns a run of the viewer's own account with one page of its resellers, else KindNotFound.
func (d *DB) Run(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery) (pages.RunPage, error) {
	var page pages.RunPage
	err := d.read(ctx, func(s *store) error {
		run, err := s.run(ctx, v, id)
		if err != nil {
			return err
		}
		list, err := s.runResellers(ctx, v, id, 0)
		page = runPage(run, list, q)
		return err
	})
	return page, err
}

func (s *store) run(ctx context.Context, v domain.Viewer, id domain.RunID) (domain.Run, error) {
	var row runRow
	query := `
		SELECT ` + runColumns + `, coalesce((
			SELECT min(o.id) FROM run o WHERE o.account_id = r.account_id AND o.dialog_key = r.dialog_key AND o.id < r.id), 0) AS same_dialog
		` + runTables + `WHERE r.account_id = $1 AND r.id = $2`
	err := s.tx.GetContext(ctx, &row, query, v.Account.ID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Run{}, domain.NotFound("The synchronization")
	}
	if err != nil {
		return domain.Run{}, fmt.Errorf("run %d: %w", id, err)
	}
	runs, err := s.runsOf(ctx, []runRow{row})
	if err != nil {
		return domain.Run{}, err
	}
	run := runs[0]
	plans, err := s.planNames(ctx, v.Account.ID)
	_, there := plans[run.Plan]
	run.PlanGone = !there
	return run, err
}

// runResellers lists the resellers of a run of the viewer's; account 0 stands for all of them.
func (s *store) runResellers(ctx context.Context, v domain.Viewer, id domain.RunID, account domain.AccountID) ([]ranked, error) {
	var list []struct {
		Subscription domain.SubscriptionID `db:"subscription_id"`
		Account      domain.AccountID      `db:"account_id"`
		Name         string                `db:"name"`
		Level        int                   `db:"level"`
		VendorName   string                `db:"vendor_name"`
		Currency     domain.Currency       `db:"currency"`
		Skip         domain.Reason         `db:"skip"`
		Changed      bool                  `db:"changed"`
		Changes      int                   `db:"changes"`
		Overwritten  int                   `db:"own_overwritten"`
		Kept         int                   `db:"own_kept"`
		Rank         int                   `db:"name_rank"`
	}
	from, args := `run_reseller r`, []any{v.Account.ID, id}
	if account != 0 {
		from, args = `run_reseller_of($1, $2, ARRAY[$3::bigint]) r`, append(args, account)
	}
	query := `
		SELECT r.subscription_id, r.account_id, a.name, r.level, vendor.name AS vendor_name, a.currency, r.skip,
			r.delivered_from IS DISTINCT FROM r.delivered_to OR r.own_from IS DISTINCT FROM r.own_to AS changed,
			r.changes, r.own_overwritten, r.own_kept, rank() OVER (ORDER BY a.name COLLATE name_order, a.id) AS name_rank
		FROM ` + from + ` JOIN account a ON a.id = r.account_id JOIN account vendor ON vendor.id = a.parent_id
		WHERE r.run_account_id = $1 AND r.run_id = $2
		ORDER BY r.level, a.id, r.skip <> '', r.subscription_id`
	if err := s.tx.SelectContext(ctx, &list, query, args...); err != nil {
		return nil, fmt.Errorf("resellers of run %d: %w", id, err)
	}
	all := make([]ranked, len(list))
	for i, r := range list {
		all[i] = ranked{pages.RunReseller{Subscription: r.Subscription, Account: r.Account, Name: r.Name, Level: r.Level,
			VendorName: r.VendorName, Currency: r.Currency, Skip: r.Skip, Changed: r.Changed, Changes: r.Changes,
			OwnOverwritten: r.Overwritten, OwnKept: r.Kept}, r.Rank}
	}
	return all, nil
}

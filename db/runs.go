package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
	Part             pq.StringArray        `db:"part"`
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
	Changed          int                   `db:"changed"`
	Unchanged        int                   `db:"unchanged"`
	Skipped          int                   `db:"skipped"`
	Changes          int                   `db:"changes"`
	OwnOverwritten   int                   `db:"own_overwritten"`
	OwnKept          int                   `db:"own_kept"`
	Taken            int                   `db:"own_taken"`
	Left             int                   `db:"own_left"`
	SameDialog       domain.RunID          `db:"same_dialog"` // of a run alone, not in a list
	Again            bool                  `db:"again"`       // likewise
	LeftOut          pq.StringArray        `db:"left_out"`    // likewise
	Decisions        pq.StringArray        `db:"decisions"`   // likewise
	Total            int                   `db:"total"`
}

const runColumns = `r.id, r.kind, r.account_id, coalesce(r.user_id, 0) AS user_id, coalesce(u.name, '') AS user_name, r.at,
	r.duration_us, coalesce(r.undoes, 0) AS undoes, r.part, r.plan_id, r.plan_name, coalesce(r.subscription_id, 0) AS subscription_id,
	coalesce(reseller.name, 'Subscription ' || r.subscription_id, '') AS reseller,
	r.subscription_id IS NOT NULL AND s.id IS NULL AS subscription_gone, r.reach, r.options, r.policy, r.template_id,
	CASE WHEN ` + ownTemplateOfRun + ` THEN r.template_name ELSE '' END AS template_name, r.template_version, r.rates, r.since_dialog, r.changed, r.unchanged, r.skipped, r.changes,
	r.own_overwritten, r.own_kept, r.own_taken, r.own_left`

// ownTemplateOfRun is whether a run was made with a template of the account's own, which has it, has it in its log, or has no vendor whose it could be: of
// any other it does not know what it is called.
const ownTemplateOfRun = `(EXISTS (SELECT FROM account a WHERE a.id = r.account_id AND a.parent_id IS NULL)
	OR EXISTS (SELECT FROM template t WHERE t.id = r.template_id AND t.account_id = r.account_id)
	OR EXISTS (SELECT FROM change c WHERE c.object = 'template' AND c.object_id = r.template_id AND c.code = '' AND c.account_id = r.account_id))`

// Whose subscription a run is about, its results know too when the subscription is deleted; an undo has those that it changed.
const runTables = ` FROM run r LEFT JOIN app_user u ON u.id = r.user_id
	LEFT JOIN subscription s ON s.id = r.subscription_id
	LEFT JOIN account reseller ON reseller.id = coalesce(s.account_id, CASE WHEN r.subscription_id > 0 THEN (
		SELECT min(x.account_id) FROM run_reseller x
		WHERE x.run_account_id = r.account_id AND x.run_id IN (r.id, r.undoes) AND x.subscription_id = r.subscription_id) END) `

func (r runRow) run() (domain.Run, error) {
	run := domain.Run{
		ID: r.ID, Kind: r.Kind, Account: r.Account, User: r.User, UserName: r.UserName, At: r.At.UTC(),
		Duration: time.Duration(r.Duration) * time.Microsecond, Undoes: r.Undoes, Again: r.Again, Part: domain.ParsePart(r.Part), Plan: r.Plan,
		PlanName: r.PlanName, SameDialog: r.SameDialog, Subscription: r.Subscription, Reseller: r.Reseller, SubscriptionGone: r.SubscriptionGone,
		Reach: r.Reach, Policy: r.Policy, LeftOut: domain.ParseLeftOut(r.LeftOut), Decisions: domain.ParseDecisions(r.Decisions),
		Template: r.Template, TemplateName: r.TemplateName, TemplateVersion: r.TemplateVersion, SinceDialog: readSince(r.SinceDialog),
		Totals: domain.RunTotals{Changed: r.Changed, Unchanged: r.Unchanged, Skipped: r.Skipped,
			Changes: r.Changes, OwnOverwritten: r.OwnOverwritten, OwnKept: r.OwnKept, Taken: r.Taken, Left: r.Left},
	}
	for i, since := range run.SinceDialog {
		if since.About.Of == domain.ObjectTemplate && run.TemplateName == "" {
			run.SinceDialog[i].About.Name = ""
		}
	}
	run.Options = options(r.Options)
	if err := json.Unmarshal(r.Rates, &run.Rates); err != nil {
		return run, fmt.Errorf("exchange rates of run %d: %w", r.ID, err)
	}
	return run, nil
}

// options are check boxes in the order of the dialog.
func options(keys []string) []domain.OptionKey {
	return domain.Ticked(bulk.Column(keys, func(key string) domain.OptionKey { return domain.OptionKey(key) })).Keys()
}

// runsOf are the runs of rows, with what was taken back of them.
func (s *store) runsOf(ctx context.Context, list []runRow) ([]domain.Run, error) {
	of := bulk.Column(list, func(r runRow) logged { return logged{int64(r.Account), int64(r.ID)} })
	undone, err := s.undone(ctx, "run", of)
	if err != nil {
		return nil, err
	}
	parts, err := s.partsUndone(ctx, of)
	if err != nil {
		return nil, err
	}
	runs := make([]domain.Run, len(list))
	for i, row := range list {
		if runs[i], err = row.run(); err != nil {
			return nil, err
		}
		runs[i].UndoneBy, runs[i].Parts = domain.RunID(undone[int64(row.ID)]), parts[int64(row.ID)]
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
	among, err := d.amongStored(ctx, v, id, q)
	if err != nil {
		return page, err
	}
	err = d.read(ctx, func(s *store) error {
		run, err := s.run(ctx, v, id)
		if err != nil {
			return err
		}
		list, err := s.runResellers(ctx, v, id, 0)
		if err != nil {
			return err
		}
		list, by, found, err := s.readLooks(ctx, v.Account.ID, id, list)
		if err != nil {
			return err
		}
		if page, err = s.runPage(ctx, v.Account.Provider, run, list, q, by, found, among); err != nil {
			return err
		}
		return s.chosen(ctx, v, run, &page)
	})
	return page, err
}

func (s *store) run(ctx context.Context, v domain.Viewer, id domain.RunID) (domain.Run, error) {
	var row runRow
	query := `
		SELECT ` + runColumns + `, r.left_out, r.decisions,
			EXISTS (SELECT FROM run back WHERE back.account_id = r.account_id AND back.id = r.undoes AND back.kind = 'undo') AS again, coalesce((
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
	if run.Undoes != 0 {
		if run.PartsBefore, err = s.partsBefore(ctx, run); err != nil {
			return domain.Run{}, err
		}
	}
	plans, err := s.planNames(ctx, v.Account.ID)
	_, there := plans[run.Plan]
	run.PlanGone = !there
	return run, err
}

// runResellers lists the resellers of a run of the viewer's without their names, parents first; account 0 stands for all of them.
func (s *store) runResellers(ctx context.Context, v domain.Viewer, id domain.RunID, account domain.AccountID) ([]pages.RunReseller, error) {
	// They come as arrays, because a run may have ten thousand.
	const query = plannedEachTime + `
		WITH own AS (
			SELECT r.number, array_agg(r.account_id) AS own_accounts, array_agg(r.subscription_id) AS own_subscriptions,
				array_agg((r.own_from IS DISTINCT FROM r.own_to)::int) AS own_changed, array_agg(r.changes) AS own_changes,
				array_agg(r.own_overwritten) AS own_overwritten, array_agg(r.own_kept) AS own_kept
			FROM run_result r
			WHERE r.run_account_id = $1 AND r.run_id = $2 AND ($3::bigint = 0 OR r.account_id = $3) GROUP BY r.number
		)
		SELECT s.level, s.skip, s.delivered_from IS DISTINCT FROM s.delivered_to AS changed, s.changes, s.changed_since,
			s.account_ids, s.subscription_ids, own_accounts, own_subscriptions, own_changed, own_changes, own_overwritten, own_kept
		FROM run_shared s LEFT JOIN own USING (number)
		WHERE s.run_account_id = $1 AND s.run_id = $2 AND ($3 = 0 OR $3 = ANY (s.account_ids) OR own.number IS NOT NULL)`
	var groups []runGroup
	if err := s.tx.SelectContext(ctx, &groups, query, v.Account.ID, id, account); err != nil {
		return nil, fmt.Errorf("resellers of run %d: %w", id, err)
	}
	var list []pages.RunReseller
	for _, g := range groups {
		list = append(list, g.resellers(account)...)
	}
	slices.SortFunc(list, func(a, b pages.RunReseller) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Account, b.Account), cmp.Compare(len(a.Skip), len(b.Skip)),
			cmp.Compare(a.Subscription, b.Subscription))
	})
	return list, nil
}

// runGroup is what a run did to resellers for whom the same came out, those among them included about whose own values there is something
// to say. The arrays of each belong together.
type runGroup struct {
	Level            int           `db:"level"`
	Skip             domain.Reason `db:"skip"`
	Changed          bool          `db:"changed"`
	Changes          int           `db:"changes"`
	ChangedSince     int           `db:"changed_since"`
	Accounts         bulk.IDs      `db:"account_ids"`
	Subscriptions    bulk.IDs      `db:"subscription_ids"`
	OwnAccounts      bulk.IDs      `db:"own_accounts"`
	OwnSubscriptions bulk.IDs      `db:"own_subscriptions"`
	OwnChanged       bulk.IDs      `db:"own_changed"` // 1: what they have of their own is something else
	OwnChanges       pq.Int64Array `db:"own_changes"` // besides Changes
	OwnOverwritten   bulk.IDs      `db:"own_overwritten"`
	OwnKept          pq.Int64Array `db:"own_kept"` // besides ChangedSince
}

// resellers are one of them, or (account 0) all.
func (g runGroup) resellers(account domain.AccountID) []pages.RunReseller {
	list := make([]pages.RunReseller, 0, len(g.Accounts)+len(g.OwnAccounts))
	for i, id := range g.Accounts {
		if account == 0 || account == domain.AccountID(id) {
			list = append(list, pages.RunReseller{Subscription: domain.SubscriptionID(g.Subscriptions[i]), Account: domain.AccountID(id),
				Level: g.Level, Skip: g.Skip, Changed: g.Changed, Changes: g.Changes, OwnKept: g.ChangedSince})
		}
	}
	for i, id := range g.OwnAccounts {
		list = append(list, pages.RunReseller{Subscription: domain.SubscriptionID(g.OwnSubscriptions[i]), Account: domain.AccountID(id),
			Level: g.Level, Skip: g.Skip, Changed: g.Changed || g.OwnChanged[i] == 1, Changes: g.Changes + int(g.OwnChanges[i]),
			OwnOverwritten: int(g.OwnOverwritten[i]), OwnKept: g.ChangedSince + int(g.OwnKept[i])})
	}
	return list
}

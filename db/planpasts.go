package db

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// pastEntries is how many runs, and how many changes of a plan, are looked at for what an account had of it before.
const pastEntries = 400

// pastRow is an entry of the log of an account that changed what they have of a plan, or, with the number of [now], what they have.
type pastRow struct {
	Account       domain.AccountID `db:"account_id"`
	Plan          domain.PlanID    `db:"plan_id"`
	ID            domain.ChangeID  `db:"id"`
	At            sql.NullTime     `db:"at"`
	UserName      string           `db:"user_name"`
	Action        string           `db:"action"`
	Run           domain.RunID     `db:"run_id"`
	RunAccount    domain.AccountID `db:"run_account_id"`
	RunKind       domain.RunKind   `db:"kind"`
	Rates         []byte           `db:"rates"`
	DeliveredFrom int64            `db:"delivered_from"`
	DeliveredTo   int64            `db:"delivered_to"`
	MadeFrom      int64            `db:"made_from"`
	MadeTo        int64            `db:"made_to"`
	LayerFrom     int64            `db:"layer_from"`
	LayerTo       int64            `db:"layer_to"`
	GeneralFrom   int64            `db:"general_from"`
	GeneralTo     int64            `db:"general_to"`
	Looked        int              `db:"looked"` // how many entries of the account were looked at
	Oldest        domain.ChangeID  `db:"oldest"` // of these
}

// now is the number of the row that is no entry: what an account has.
const now = math.MaxInt64

func (r pastRow) from() versions.PlanPointer {
	return versions.PlanPointer{Account: r.Account, Delivered: r.DeliveredFrom, Made: r.MadeFrom, Layer: r.LayerFrom, General: r.GeneralFrom}
}

func (r pastRow) to() versions.PlanPointer {
	return versions.PlanPointer{Account: r.Account, Delivered: r.DeliveredTo, Made: r.MadeTo, Layer: r.LayerTo, General: r.GeneralTo}
}

// pastsQuery finds the entries of the accounts $1 that may have changed what they have of the plans $2: their last $3 runs, changes of one of the
// plans, changes of them among many, and of price rules. Of these it returns the versions of each plan and the layers over it, before and after. $4
// may see names.
const pastsQuery = `
	WITH log AS MATERIALIZED (
		SELECT e.account_id, e.id, e.at, e.user_id, e.run_account_id, e.run_id, e.action, e.delivered_from, e.delivered_to, e.own_from, e.own_to
		FROM account a CROSS JOIN LATERAL (
			(SELECT r.id FROM entry r WHERE a.parent_id IS NOT NULL AND r.account_id = a.id AND r.run_id IS NOT NULL ORDER BY r.id DESC LIMIT $3)
			UNION
			(SELECT c.id FROM change c WHERE c.object = 'plan' AND c.object_id = ANY ($2) AND c.code = '' AND c.account_id = a.id ORDER BY c.id DESC LIMIT $3)
			UNION
			(SELECT p.change_id FROM change_part p WHERE p.plans && $2::bigint[] AND p.account_id = a.id ORDER BY p.change_id DESC LIMIT $3)
			UNION
			(SELECT c.id FROM change c WHERE c.account_id = a.id AND c.kind = 'price_rules_changed' ORDER BY c.id DESC LIMIT $3)
		) AS may JOIN entry e ON e.account_id = a.id AND e.id = may.id
		WHERE a.id = ANY ($1)
		UNION ALL
		SELECT p.account_id, 9223372036854775807, NULL, NULL, NULL, NULL, '', p.delivered_id, p.delivered_id, p.own_id, p.own_id
		FROM pointer p WHERE p.account_id = ANY ($1)
	), layer AS MATERIALIZED (
		SELECT l.account_id, l.id, l.plan_id FROM own_layer l WHERE l.account_id = ANY ($1) AND (l.plan_id = 0 OR l.plan_id = ANY ($2))
	), owned AS MATERIALIZED (
		SELECT o.account_id, o.id, o.made_catalog_id AS made, o.layers
		FROM (SELECT account_id, own_from AS id FROM log UNION SELECT account_id, own_to FROM log) AS had
		JOIN own o ON o.account_id = had.account_id AND o.id = had.id
	), over AS MATERIALIZED (
		SELECT o.account_id, o.id, l.plan_id, max(l.id) AS layer
		FROM owned o CROSS JOIN LATERAL unnest(o.layers) AS u (id) JOIN layer l ON l.account_id = o.account_id AND l.id = u.id
		GROUP BY o.account_id, o.id, l.plan_id
	), version AS MATERIALIZED (
		SELECT c.id AS catalog, w.plan_id, w.id AS version
		FROM catalog c CROSS JOIN LATERAL unnest(c.plans) AS p (id) JOIN plan_version w ON w.id = p.id AND w.plan_id = ANY ($2)
		WHERE c.id IN (SELECT delivered_from FROM log UNION SELECT delivered_to FROM log UNION SELECT made FROM owned)
	), past AS (
		SELECT l.*, n.plan_id, coalesce(df.version, 0) AS delivered_from_v, coalesce(dt.version, 0) AS delivered_to_v,
			coalesce(mf.version, 0) AS made_from, coalesce(mt.version, 0) AS made_to,
			coalesce(lf.layer, 0) AS layer_from, coalesce(lt.layer, 0) AS layer_to,
			coalesce(gf.layer, 0) AS general_from, coalesce(gt.layer, 0) AS general_to,
			count(*) OVER looked AS looked, min(l.id) OVER looked AS oldest
		FROM log l CROSS JOIN unnest($2::bigint[]) AS n (plan_id)
		LEFT JOIN owned f ON f.account_id = l.account_id AND f.id = l.own_from
		LEFT JOIN owned t ON t.account_id = l.account_id AND t.id = l.own_to
		LEFT JOIN over lf ON lf.account_id = l.account_id AND lf.id = l.own_from AND lf.plan_id = n.plan_id
		LEFT JOIN over lt ON lt.account_id = l.account_id AND lt.id = l.own_to AND lt.plan_id = n.plan_id
		LEFT JOIN over gf ON gf.account_id = l.account_id AND gf.id = l.own_from AND gf.plan_id = 0
		LEFT JOIN over gt ON gt.account_id = l.account_id AND gt.id = l.own_to AND gt.plan_id = 0
		LEFT JOIN version df ON df.catalog = l.delivered_from AND df.plan_id = n.plan_id
		LEFT JOIN version dt ON dt.catalog = l.delivered_to AND dt.plan_id = n.plan_id
		LEFT JOIN version mf ON mf.catalog = f.made AND mf.plan_id = n.plan_id
		LEFT JOIN version mt ON mt.catalog = t.made AND mt.plan_id = n.plan_id
		WINDOW looked AS (PARTITION BY l.account_id, n.plan_id)
	)
	SELECT p.account_id, p.plan_id, p.id, p.at, CASE WHEN u.account_id = $4 THEN u.name ELSE '' END AS user_name, p.action,
		coalesce(p.run_id, 0) AS run_id, coalesce(p.run_account_id, 0) AS run_account_id, coalesce(r.kind, '') AS kind, r.rates,
		p.delivered_from_v AS delivered_from, p.delivered_to_v AS delivered_to, p.made_from, p.made_to, p.layer_from, p.layer_to,
		p.general_from, p.general_to, p.looked, p.oldest
	FROM past p LEFT JOIN app_user u ON u.id = p.user_id LEFT JOIN run r ON r.account_id = p.run_account_id AND r.id = p.run_id
	WHERE p.id = 9223372036854775807 OR p.delivered_from_v <> p.delivered_to_v OR p.made_from <> p.made_to OR p.layer_from <> p.layer_to
		OR p.general_from <> p.general_to
	ORDER BY p.account_id, p.plan_id, p.id`

// planPasts returns what each account of a chain had of each plan, as far back as it looks: a list for each plan, in the order of the chain. It
// takes two statements, and those that load what is not known.
func (s *store) planPasts(ctx context.Context, v domain.Viewer, plans []domain.PlanID, chain []pages.Party) ([][]domain.Past, error) {
	var rows []pastRow
	accounts := bulk.Column(chain, func(p pages.Party) domain.AccountID { return p.ID })
	if err := s.tx.SelectContext(ctx, &rows, pastsQuery, bulk.IDArray(accounts), bulk.IDArray(plans), pastEntries, v.Account.ID); err != nil {
		return nil, fmt.Errorf("what %d accounts had of %d plans: %w", len(chain), len(plans), err)
	}
	moved, err := s.movedTo(ctx, v, accounts)
	if err != nil {
		return nil, err
	}
	states, err := s.versions.PlanStates(ctx, append(bulk.Column(rows, pastRow.from), bulk.Column(rows, pastRow.to)...))
	if err != nil {
		return nil, err
	}
	type had struct {
		plan    domain.PlanID
		account domain.AccountID
	}
	of := map[had][]int{}
	for i, row := range rows {
		of[had{row.Plan, row.Account}] = append(of[had{row.Plan, row.Account}], i)
	}
	pasts := make([][]domain.Past, len(plans))
	for i, plan := range plans {
		for _, party := range chain {
			past := domain.Past{Account: party.ID, Name: party.Name, Currency: party.Currency, Since: moved[party.ID], Moments: []domain.Moment{{}}}
			if err := addMoments(&past, rows, states, of[had{plan, party.ID}]); err != nil {
				return nil, err
			}
			pasts[i] = append(pasts[i], past)
		}
	}
	return pasts, nil
}

// movedTo is when accounts were moved to the vendors of today, of those who were. RunOf is who moved them, By their person where they are of the
// viewer's account.
func (s *store) movedTo(ctx context.Context, v domain.Viewer, accounts []domain.AccountID) (map[domain.AccountID]domain.Moment, error) {
	var rows []struct {
		Account domain.AccountID `db:"object_id"`
		ID      domain.ChangeID  `db:"id"`
		At      time.Time        `db:"at"`
		Mover   domain.AccountID `db:"account_id"`
		Name    string           `db:"name"`
	}
	const query = `
		SELECT DISTINCT ON (c.object_id) c.object_id, c.id, c.at, c.account_id, coalesce(u.name, '') AS name
		FROM change c LEFT JOIN app_user u ON u.id = c.user_id AND u.account_id = $4
		WHERE c.object = $1 AND c.object_id = ANY ($2) AND c.kind = $3 ORDER BY c.object_id, c.id DESC`
	if err := s.tx.SelectContext(ctx, &rows, query, domain.ObjectReseller, bulk.IDArray(accounts), domain.ResellerMoved, v.Account.ID); err != nil {
		return nil, fmt.Errorf("since when accounts buy from their vendors: %w", err)
	}
	moved := map[domain.AccountID]domain.Moment{}
	for _, r := range rows {
		moved[r.Account] = domain.Moment{Entry: r.ID, At: r.At.UTC(), By: r.Name, Action: domain.ResellerMoved.Info().Words, RunOf: r.Mover}
	}
	return moved, nil
}

// addMoments adds to a past what the rows at some indexes tell. states are what they were, and then what they became.
func addMoments(past *domain.Past, rows []pastRow, states []domain.State, at []int) error {
	var had versions.PlanPointer
	for _, i := range at {
		row := rows[i]
		if from := row.from(); from != had { // by what no entry tells that is looked at
			past.Moments = append(past.Moments, domain.Moment{Entry: past.Moments[len(past.Moments)-1].Entry, State: states[i]})
		}
		if had = row.to(); row.ID != now {
			m, err := row.moment(states[len(rows)+i])
			if err != nil {
				return err
			}
			past.Moments = append(past.Moments, m)
		}
		if row.Looked > pastEntries {
			past.Unknown = row.Oldest
		}
	}
	return nil
}

// moment is the entry as a moment.
func (r pastRow) moment(state domain.State) (domain.Moment, error) {
	rates, err := readRates(r.Rates)
	if err != nil {
		return domain.Moment{}, fmt.Errorf("exchange rates of run %d: %w", r.Run, err)
	}
	return domain.Moment{Entry: r.ID, At: r.At.Time.UTC(), By: r.UserName, Action: r.Action, Run: r.Run, RunOf: r.RunAccount,
		Undo: r.RunKind == domain.UndoRun, Rates: rates, State: state}, nil
}

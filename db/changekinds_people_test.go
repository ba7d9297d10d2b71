package db_test

import (
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/domain"
)

// Who tries the kinds of change, and what the tables of kinds, fields and boxes say that they may.

// person is somebody who tries; may says whether they have every right that it takes, and lacks which one they do not have.
type person struct {
	name   string
	role   domain.Role
	rights []domain.Privilege
	may    bool
	lacks  domain.Privilege
}

// people are those who try; the third is whoever may with the least.
func (k *kindTest) people(rights []domain.Privilege) []person {
	list := []person{{name: "an administrator", role: domain.Administrator, may: true}, {name: "a read-only user", role: domain.ReadOnly},
		{name: "an operator with the rights", role: domain.Operator, rights: rights, may: true}}
	if k.info().Has(domain.ByAdministrators) {
		list[2].may = false
		list = slices.Insert(list, 2, person{name: "another administrator", role: domain.Administrator, may: true})
	}
	for _, right := range rights {
		list = append(list, person{name: "an operator without " + string(right), role: domain.Operator, rights: allBut(right), lacks: right})
	}
	return list
}

func allBut(rights ...domain.Privilege) []domain.Privilege {
	return slices.DeleteFunc(domain.Privileges(), func(p domain.Privilege) bool { return slices.Contains(rights, p) })
}

// become lets the user of the account who tries be this person.
func (k *kindTest) become(account domain.AccountID, p person) domain.Viewer {
	k.t.Helper()
	k.exec(`UPDATE app_user SET role = $2, rights = coalesce($3::text[], '{}') WHERE id = $1`, triesFor(account), p.role, pq.Array(p.rights))
	return k.viewer(triesFor(account))
}

// takes are the rights that the change takes by the tables: that of its kind, and those of the fields that it sets and of the boxes
// that are ticked.
func (k *kindTest) takes(v vendor) []domain.Privilege {
	k.t.Helper()
	rights := []domain.Privilege{k.info().Right}
	for _, o := range domain.Options() {
		if slices.Contains(k.boxes, o.Key) {
			rights = append(rights, o.Right)
		}
	}
	edits, err := k.edits(v.account, v.own[0])
	k.check(err)
	for _, e := range edits {
		rights = append(rights, e.Key.Right())
	}
	if k.info().Has(domain.SeeingCosts) {
		rights = append(rights, domain.ViewCosts)
	}
	slices.Sort(rights)
	return slices.DeleteFunc(slices.Compact(rights), func(p domain.Privilege) bool { return p == "" })
}

// edits are what the change would set in the catalog of the account; none where it is about no catalog or not for them.
func (k *kindTest) edits(account domain.AccountID, b things) ([]domain.Edit, error) {
	k.t.Helper()
	v := k.viewer(administratorOf(account))
	if k.by != nil || !domain.InCatalog(k.info().Of) || k.info().May(v) != nil {
		return nil, nil
	}
	done, err := k.db.Planting().PreviewChange(k.t.Context(), v, k.changeOf(b))
	return done.Edits, err
}

// atDelivered is what comes of the change at what was delivered to a reseller: of a delivered thing they set what the table of fields
// says that they may have of their own; nothing is made in it or taken away. Everything else of their vendor's is not there for them.
func (k *kindTest) atDelivered(v vendor) domain.Kind {
	k.t.Helper()
	if k.by != nil && k.info().Of == domain.ObjectPlan {
		return domain.KindForbidden
	}
	edits, err := k.edits(v.given.vendor(), v.given)
	if domain.KindOf(err) == domain.KindInvalid { // it would be taken away while it is delivered
		return domain.KindForbidden
	}
	k.check(err)
	_, now, err := k.db.Catalog(k.t.Context(), k.viewer(administratorOf(v.account)), v.account)
	k.check(err)
	if len(edits) == 0 || now.Delivered.Thing(domain.RefOf(edits[0].Key)) == nil {
		return k.beside
	}
	if slices.ContainsFunc(edits, func(e domain.Edit) bool { return !e.Key.Field.Info().Own || !e.To.There }) {
		return domain.KindForbidden
	}
	return allowed
}

// strongerUsers lets an operator with exactly the rights that it takes try a change of a user at every user who has a right that they
// lack, and at an administrator.
func (k *kindTest) strongerUsers(who domain.Viewer, b things) {
	k.t.Helper()
	if k.info().Of != domain.ObjectUser || k.nobodys != "" {
		return
	}
	id := k.makes(b).About.ID
	stronger := []person{{role: domain.Administrator}, {role: domain.ReadOnly}}
	for _, right := range allBut(who.User.Rights...) {
		stronger = append(stronger, person{role: domain.Operator, rights: []domain.Privilege{right}})
	}
	k.traceless("who manages users and nothing else", func() {
		for _, p := range stronger {
			k.exec(`UPDATE app_user SET role = $2, rights = coalesce($3::text[], '{}') WHERE id = $1`, id, p.role, pq.Array(p.rights))
			k.refused("somebody who manages users and nothing else at a user of role "+string(p.role), who, b, domain.KindForbidden)
		}
		k.exec(`UPDATE app_user SET role = 'operator', rights = '{}' WHERE id = $1`, id)
	})
}

// ofOneself lets everybody of a provider and of a reseller without privileges make a change at themselves, and tries it at everybody else.
func (k *kindTest) ofOneself() {
	k.t.Helper()
	makes := k.makes
	for _, account := range []domain.AccountID{accountP, accountR2} {
		for _, p := range k.people(nil) {
			who := k.become(account, p)
			k.makes = makes
			k.traceless(p.name, func() {
				for b, want := range map[things]domain.Kind{providers: domain.KindForbidden, resellers: domain.KindNotFound, foreign: domain.KindNotFound} {
					if b.vendor() != account && want == domain.KindForbidden {
						want = domain.KindNotFound
					}
					k.refused(p.name+" at somebody else", who, b, want)
				}
			})
			k.makes = func(b things) domain.Change {
				c := makes(b)
				c.About.ID = int64(who.User.ID)
				return c
			}
			k.done(who, providers)
			if k.again != "" {
				k.exec(k.again)
			}
		}
	}
}

// traceless wants nothing stored anywhere after what somebody tries.
func (k *kindTest) traceless(name string, tries func()) {
	k.t.Helper()
	before := k.everything()
	tries()
	if diff := cmp.Diff(before, k.everything()); diff != "" {
		k.t.Errorf("%s left a trace (-before +after):\n%s", name, diff)
	}
}

// everything is a digest of every table, those aside that are meant to tell of refusals and of who is here.
func (k *kindTest) everything() map[string]string {
	k.t.Helper()
	const tables = `
		SELECT string_agg(format('SELECT %L AS name, count(*) || '' rows '' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS digest FROM %I t',
			table_name, table_name), ' UNION ALL ') FROM information_schema.tables
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('security_event', 'session', 'dialog')`
	if k.digests == "" {
		k.digests = ask[string](k.t, k.db, tables)
	}
	var list []struct{ Name, Digest string }
	k.check(k.db.InReadTx(k.t.Context(), func(tx *sqlx.Tx) error {
		// What has an argument is prepared: planning this takes longer than doing it.
		return tx.SelectContext(k.t.Context(), &list, `SELECT name, digest FROM (`+k.digests+`) tables WHERE $1`, true)
	}))
	digests := map[string]string{}
	for _, table := range list {
		digests[table.Name] = table.Digest
	}
	return digests
}

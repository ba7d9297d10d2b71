package db_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// The faults of identity, rights and trees; those of the dialog are in faults_test.go.

func TestFault027SubscriptionOfNobodyBelow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	r1, err := w.db.Viewer(t.Context(), w.viewers["R1"].User.ID)
	w.check(err)
	for _, name := range []string{"R1", "R2", "R21"} { // their own, and those of another branch
		w.nothing(domain.KindNotFound, func() error {
			_, err := w.db.OpenDialog(t.Context(), r1, domain.DialogRequest{Plan: resellerPlan, Subscription: w.subs[name]})
			return err
		})
	}
}

func TestFault030AnotherProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := provider(t, w.db, "P2")
	request := w.request()
	w.nothing(domain.KindNotFound, func() error {
		_, err := w.db.OpenDialog(t.Context(), other, domain.DialogRequest{Plan: resellerPlan})
		return err
	})
	w.nothing(domain.KindNotFound, func() error {
		_, err := w.db.OpenDialog(t.Context(), other, domain.DialogRequest{Plan: resellerPlan, Subscription: w.subs["R1"]})
		return err
	})
	w.nothing(domain.KindInvalid, w.synchronize(other, request))
	w.nothing(domain.KindNotFound, func() error {
		_, err := w.db.Template(t.Context(), other, w.template)
		return err
	})
	w.nothing(domain.KindNotFound, func() error {
		_, err := w.db.Subscription(t.Context(), other, w.subs["R1"])
		return err
	})
	rows, total, err := w.db.Subscriptions(t.Context(), other, resellerPlan, pages.ListQuery{})
	if err != nil || total != 0 || len(rows) != 0 {
		t.Errorf("subscriptions for another provider: %v, %d, %v", rows, total, err)
	}
	run := w.run(w.provider, request).Run.ID
	w.nothing(domain.KindNotFound, func() error {
		_, err := w.db.Run(t.Context(), other, run, pages.RunQuery{})
		return err
	})
	w.nothing(domain.KindNotFound, func() error {
		_, err := w.db.RunResult(t.Context(), other, run, w.accounts["R1"], pages.OutcomeQuery{})
		return err
	})
}

func TestFault031ReadOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reader := viewer(t, w.db, w.accounts["P"], domain.ReadOnly)
	request := w.request()
	w.nothing(domain.KindForbidden, w.synchronize(reader, request))
	w.nothing(domain.KindForbidden, w.doing(reader, feeChange("99", 0)))
	w.nothing(domain.KindForbidden, w.doing(reader, savedResource(domain.Resource{Name: "Cores", Unit: "core"})))
	w.nothing(domain.KindForbidden, func() error {
		_, err := w.db.ChangeStatus(t.Context(), reader, w.subs["R1"], domain.PutOnHold)
		return err
	})
}

func TestFault032OperatorWithoutTheRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	operator := viewer(t, w.db, w.accounts["P"], domain.Operator, domain.SynchronizeSubReseller)
	key := w.dialog(operator, 0).Key
	request := domain.RunRequest{Key: key, Plan: resellerPlan, Options: boxSet([]domain.OptionKey{domain.UpdateFees})}
	err := w.nothing(domain.KindForbidden, w.synchronize(operator, request))
	if !strings.Contains(err.Error(), string(domain.EditPrices)) {
		t.Errorf("message: %v, want it to name the right", err)
	}
	w.nothing(domain.KindForbidden, func() error {
		_, err := w.db.Delete(t.Context(), operator, domain.DeletionRequest{Plan: officePlan})
		return err
	})
	w.nothing(domain.KindForbidden, func() error {
		_, err := w.db.ChangeStatus(t.Context(), operator, w.subs["R1"], domain.PutOnHold)
		return err
	})
	request.Options = boxSet([]domain.OptionKey{domain.CreatePlans})
	if got := w.run(operator, request).Run.Totals.Changed; got != 5 {
		t.Errorf("another option: %d resellers changed, want 5", got)
	}
}

func TestFault033RoleTakenAwayAfterTheDialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	operator := viewer(t, w.db, w.accounts["P"], domain.Operator, domain.Privileges()...)
	request := domain.RunRequest{Key: w.dialog(operator, 0).Key, Plan: resellerPlan, Options: domain.AllOptions()}
	w.check(setRole(t, w.db, operator.User, domain.Operator))
	w.nothing(domain.KindForbidden, w.synchronize(operator, request)) // the viewer still says what was true before
}

// Fault 112: who manages users and nothing else tries to become somebody who may more, in every way there is.
func TestFault112UsersWithMoreRights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	manager := viewer(t, w.db, w.accounts["P"], domain.Operator, domain.ManageUsers)
	operator := viewer(t, w.db, w.accounts["P"], domain.Operator, domain.EditPrices, domain.PublishPlans).User
	reader := viewer(t, w.db, w.accounts["P"], domain.ReadOnly).User
	plain := viewer(t, w.db, w.accounts["P"], domain.Operator).User
	about := func(id domain.UserID) domain.Ref { return domain.Ref{Of: domain.ObjectUser, ID: int64(id)} }
	change := func(v domain.Viewer, id domain.UserID, role domain.Role, rights ...domain.Privilege) func() error {
		c := domain.Change{Kind: domain.RoleChanged, About: about(id), Part: true, Typed: typed(domain.Key{Field: domain.FieldUserRole}, string(role))}
		for _, right := range domain.Privileges() {
			key := domain.Key{Field: domain.FieldUserRight, Name: string(right)}
			if slices.Contains(rights, right) {
				c.Typed = append(c.Typed, domain.KeyedValue{Key: key, Value: domain.Yes})
			} else {
				c.Without = append(c.Without, key)
			}
		}
		return w.doing(v, c)
	}
	deactivate := func(v domain.Viewer, id domain.UserID) func() error {
		return w.doing(v, domain.Change{Kind: domain.UserDeactivated, About: about(id), Part: true, Typed: typed(domain.Key{Field: domain.FieldUserActive}, domain.No)})
	}
	active := func(id domain.UserID) func() error { return deactivate(manager, id) }
	withLink := func(c domain.Change) func() error {
		return func() error {
			_, _, err := w.db.DoWithLink(t.Context(), manager, c)
			return err
		}
	}
	link := func(id domain.UserID) func() error {
		return withLink(domain.Change{Kind: domain.LinkMade, About: about(id), Part: true})
	}
	password := func(id domain.UserID) func() error {
		return func() error {
			_, err := w.db.DoWithPassword(t.Context(), manager, domain.Change{Kind: domain.PasswordChanged, About: about(id), Part: true}, "a quite new sentence")
			return err
		}
	}
	create := func(role domain.Role, rights ...domain.Privilege) func() error {
		user := domain.UserRow{User: domain.User{Email: "new@example.com", Name: "New", Role: role, Rights: rights}, Active: true}
		return withLink(domain.Change{Kind: domain.UserAdded, About: about(domain.UserID(domain.NewID)), Typed: user.Values()})
	}
	refused := []func() error{
		link(operator.ID), link(reader.ID), link(w.provider.User.ID), password(plain.ID),
		password(operator.ID), active(operator.ID), change(manager, operator.ID, domain.Operator),
		change(manager, operator.ID, domain.Operator, domain.EditPrices), change(manager, operator.ID, domain.ReadOnly),
		password(reader.ID), active(reader.ID), change(manager, reader.ID, domain.Operator),
		password(w.provider.User.ID), active(w.provider.User.ID), change(manager, w.provider.User.ID, domain.Operator),
		change(manager, plain.ID, domain.Administrator), change(manager, plain.ID, domain.ReadOnly),
		change(manager, plain.ID, domain.Operator, domain.EditPrices), change(manager, manager.User.ID, domain.Operator, domain.Privileges()...),
		create(domain.Administrator), create(domain.ReadOnly), create(domain.Operator, domain.EditPrices),
	}
	users := func() string {
		return ask[string](t, w.db, `SELECT md5(string_agg(u::text, ',' ORDER BY id)) FROM app_user u`)
	}
	before := users()
	for _, try := range refused {
		w.nothing(domain.KindForbidden, try)
	}
	if users() != before {
		t.Error("a user was changed")
	}
	const events = `SELECT count(*) FROM security_event WHERE kind = 'change refused' AND user_id = $1`
	if got := ask[int](t, w.db, events, manager.User.ID); got != len(refused) {
		t.Errorf("%d security events, want %d", got, len(refused))
	}
	w.check(change(manager, plain.ID, domain.Operator, domain.ManageUsers)())
	w.check(link(plain.ID)())
	w.check(create(domain.Operator, domain.ManageUsers)())

	// What counts is what one may at this moment, whatever the page said that was opened before.
	all := viewer(t, w.db, w.accounts["P"], domain.Operator, domain.Privileges()...)
	w.check(setRole(t, w.db, all.User, domain.Operator, domain.ManageUsers))
	w.nothing(domain.KindForbidden, change(all, operator.ID, domain.Operator))
	w.check(deactivate(w.provider, all.User.ID)())
	w.nothing(domain.KindForbidden, change(all, plain.ID, domain.Operator))
}

func TestFault040DialogOfAnotherUserOrPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	events := func() int {
		return ask[int](t, w.db, `SELECT count(*) FROM security_event WHERE kind = 'foreign dialog'`)
	}
	colleague := viewer(t, w.db, w.accounts["P"], domain.Administrator)
	request := w.request()
	w.nothing(domain.KindInvalid, w.synchronize(colleague, request))
	one := request
	one.Subscription = w.subs["R1"]
	w.nothing(domain.KindInvalid, w.synchronize(w.provider, one))
	if got := events(); got != 2 {
		t.Errorf("%d security events, want 2", got)
	}
}

func TestFault055TreeHasNoCycles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	err := execute(t, w.db, `UPDATE account SET parent_id = $2 WHERE id = $1`, w.accounts["R1"], w.accounts["R111"])
	if err == nil {
		t.Error("a reseller can be put below their own sub-reseller")
	}
}

func TestFault057ParentWithoutSubscription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.setFee("R1", "15")
	w.exec(`DELETE FROM subscription WHERE id = $1`, w.subs["R1"])
	w.edit("P", w.catalog("12"))
	w.sync()
	want := map[string]string{"R1": "15", "R11": "15", "R111": "15", "R2": "12", "R21": "12"}
	if diff := cmp.Diff(want, w.fees()); diff != "" {
		t.Errorf("fees (-want +got):\n%s", diff)
	}
}

func TestFault058PlanRemovedFromTheTemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.delegate(officePlan, resellerPlan)
	status := func() domain.Status {
		c, _, err := w.db.Catalog(t.Context(), w.provider, w.accounts["R111"])
		w.check(err)
		return c.Plan(mailPlan).Status()
	}
	w.run(w.provider, w.request(domain.UpdateFees))
	if got := status(); got != domain.StatusPublished {
		t.Errorf("without the box: %s", got)
	}
	w.run(w.provider, w.request(domain.EnablePlans))
	if got := status(); got != domain.StatusDisabled {
		t.Errorf("with the box: %s", got)
	}
}

func TestInactiveTemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	row, err := w.db.Template(t.Context(), w.provider, w.template)
	w.check(err)
	row.Active = false
	w.saveTemplate(w.provider, row)
	w.nothing(domain.KindInvalid, w.synchronize(w.provider, request))
}

func TestRunsNeverTouchSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const digest = `SELECT md5(string_agg(s::text || s.xmin::text, ',' ORDER BY s.id)) FROM subscription s`
	before := ask[string](t, w.db, digest)
	run := w.sync().Run.ID
	w.undo(run)
	if after := ask[string](t, w.db, digest); after != before {
		t.Error("a run or an undo wrote to the table of subscriptions")
	}
}

func TestRunAndLogAreAppendOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	for _, table := range []string{"run", "run_result", "run_shared", "outcome_set", "entry", "plan_version", "catalog", "own"} {
		if err := execute(t, w.db, "DELETE FROM "+table); err == nil {
			t.Errorf("rows of %s can be deleted", table)
		}
	}
}

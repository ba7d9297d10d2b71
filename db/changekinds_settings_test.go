package db_test

import (
	"fmt"
	"sync/atomic"
	"time"

	"tiersync/domain"
)

// The kinds of change that are about no catalog.

func settingFixtures() []kindFixture {
	return []kindFixture{
		{kind: domain.ResourceSaved, says: "resource_unit: GB -> TB", makes: func(b things) domain.Change {
			return part(b.resource(), kv(domain.Key{Field: domain.FieldResourceUnit}, "TB"))
		}},
		{kind: domain.NotificationSaved, says: "notification_subject: Hello -> Goodbye", makes: func(b things) domain.Change {
			return part(b.notification(), kv(domain.Key{Field: domain.FieldMessageSubject}, "Goodbye"))
		}},
		{kind: domain.FlowSaved, says: "order_flow_transition: no -> yes", makes: func(b things) domain.Change {
			return part(b.flow(), kv(domain.TransitionKey(b.flow(), domain.Transition{OrderType: "Sales", From: "New", To: "Done"}), domain.Yes))
		}},
		{kind: domain.ExchangeRateSaved, says: "exchange_rate: 0.9 -> 0.95", nobodys: "a currency is everybody's, and a rate of it the viewer's",
			makes: func(b things) domain.Change {
				c := part(int64(0), kv(domain.Key{Field: domain.FieldExchangeRate}, "0.95"))
				c.About.Code = string(currencyOf(b))
				return c
			}},
		{kind: domain.TemplateCreated, says: "template_active: nothing -> yes", nobodys: made, makes: func(b things) domain.Change {
			return whole(domain.NewID, domain.TemplateRow{Name: "New " + domain.IDs([]domain.PlanID{b.made()}), Active: true})
		}},
		{kind: domain.TemplateChanged, says: "template_active: yes -> no", makes: func(b things) domain.Change {
			return part(b.template(), kv(domain.Key{Field: domain.FieldTemplateActive}, domain.No))
		}},
		{kind: domain.DelegationChanged, says: "delegated_plan: nothing -> yes", makes: func(b things) domain.Change {
			return part(b.emptyTemplate(), kv(domain.Key{Field: domain.FieldTemplatePlan, Plan: b.plan()}, domain.Yes))
		}},
		{kind: domain.TemplateTermsChanged, says: "terms_acceptance: every purchase -> first purchase", makes: func(b things) domain.Change {
			return part(b.template(), kv(domain.Key{Field: domain.FieldTermsAcceptance}, "first purchase"))
		}},
		{kind: domain.RecipeSaved, says: "recipe_policy: keep -> overwrite", makes: func(b things) domain.Change {
			return part(b.recipe(), kv(domain.Key{Field: domain.FieldRecipePolicy}, "overwrite"))
		}},
		{kind: domain.RecipeDeleted, says: "recipe_reach: all -> nothing", makes: func(b things) domain.Change { return removal(b.recipe()) }},
		{kind: domain.TemplateDeleted, says: "template_active: yes -> nothing", by: func(w *world, v domain.Viewer, b things) error {
			return w.deleteAs(v, domain.DeletionRequest{Template: b.emptyTemplate()})
		}},
	}
}

const twoStepForAll = `UPDATE app_user SET two_step_secret = 'sealed'`

// newLink stands for the token of a new one-time link.
func newLink() string { return fmt.Sprintf("abab%060x", links.Add(1)) }

var links atomic.Int64

// accountFixtures are the kinds of change of resellers, users, subscriptions and runs.
func accountFixtures() []kindFixture {
	return []kindFixture{
		{kind: domain.ResellerCreated, says: "account_currency: nothing -> USD", nobodys: made, by: (*world).createReseller},
		// A vendor sets the protections of everybody below them.
		{kind: domain.ResellerChanged, says: "operating_unit: no -> yes", below: allowed, again: `UPDATE account SET operating_unit = false`,
			makes: func(b things) domain.Change {
				return part(b.customer(), kv(domain.Key{Field: domain.FieldOperatingUnit}, domain.Yes))
			}},
		// It is a provider's own setting.
		{kind: domain.DisplaySynchronized, says: "synchronize_display: no -> yes", below: domain.KindInvalid,
			again: `UPDATE account SET sync_display_category = false`, makes: func(b things) domain.Change {
				return part(b.vendor(), kv(domain.Key{Field: domain.FieldSyncDisplay}, domain.Yes))
			}},
		{kind: domain.JumpLimitSet, says: "price_jump_limit: 30 -> 5", below: domain.KindInvalid,
			again: `UPDATE account SET price_jump_limit = 30`, makes: func(b things) domain.Change {
				return part(b.vendor(), kv(domain.Key{Field: domain.FieldJumpLimit}, "5"))
			}},
		{kind: domain.GuardsSet, says: "guard_own_values: off -> warn", below: domain.KindInvalid,
			again: `UPDATE account SET guards = '{}'`, makes: func(b things) domain.Change {
				return part(b.vendor(), kv(domain.Key{Field: "guard_own_values"}, "warn"))
			}},
		{kind: domain.ShopSet, says: "shop_name:  -> kiosk", below: domain.KindInvalid, again: `UPDATE account SET shop_name = ''`, makes: func(b things) domain.Change {
			return part(b.vendor(), kv(domain.Key{Field: domain.FieldShopName}, "kiosk"))
		}},
		{kind: domain.ResellerMoved, says: "vendor: #51 -> #55", below: allowed, again: `UPDATE account SET parent_id = id - 3 WHERE id % 100 = 54`,
			makes: func(b things) domain.Change {
				return part(b.moved(), kv(domain.Key{Field: domain.FieldVendor}, domain.IDs([]domain.AccountID{b.other()})))
			}},
		{kind: domain.UserAdded, says: "user_name: nothing -> New", nobodys: made, makes: func(b things) domain.Change {
			c := whole(domain.NewID, domain.UserRow{User: domain.User{Email: domain.IDs([]domain.PlanID{b.made()}) + "@new.example", Name: "New",
				Role: domain.Operator}, Active: true})
			c.Link = newLink()
			return c
		}},
		{kind: domain.RoleChanged, says: "user_right: nothing -> yes", makes: func(b things) domain.Change {
			return part(b.user(), kv(domain.Key{Field: domain.FieldUserRight, Name: string(domain.ManageUsers)}, domain.Yes))
		}},
		{kind: domain.UserActivated, says: "user_active: no -> yes", makes: func(b things) domain.Change {
			return part(b.inactive(), kv(domain.Key{Field: domain.FieldUserActive}, domain.Yes))
		}},
		{kind: domain.UserDeactivated, says: "user_active: yes -> no", makes: func(b things) domain.Change {
			return part(b.user(), kv(domain.Key{Field: domain.FieldUserActive}, domain.No))
		}},
		{kind: domain.LinkMade, makes: func(b things) domain.Change {
			c := part(b.user())
			c.Link = newLink()
			return c
		}},
		{kind: domain.OwnNameChanged, says: "user_name: User -> Another", again: `UPDATE app_user SET name = 'User'`, makes: func(b things) domain.Change {
			return part(b.user(), kv(domain.Key{Field: domain.FieldUserName}, "Another"))
		}},
		{kind: domain.PasswordChanged, makes: func(b things) domain.Change {
			c := part(b.user())
			c.Secret = "another hash"
			return c
		}},
		{kind: domain.TwoStepOn, says: "user_two_step: no -> yes", again: `UPDATE app_user SET two_step_secret = NULL`, makes: func(b things) domain.Change {
			c := part(b.user(), kv(domain.Key{Field: domain.FieldUserTwoStep}, domain.Yes))
			c.TwoStep = &domain.TwoStepKeys{Sealed: "sealed", Step: 7, Codes: [][]byte{make([]byte, 32)}}
			return c
		}},
		{kind: domain.TwoStepOff, says: "user_two_step: yes -> no", first: twoStepForAll, again: twoStepForAll, makes: func(b things) domain.Change {
			return part(b.user(), kv(domain.Key{Field: domain.FieldUserTwoStep}, domain.No))
		}},
		{kind: domain.TwoStepReset, says: "user_two_step: yes -> no", first: twoStepForAll, makes: func(b things) domain.Change {
			return part(b.user(), kv(domain.Key{Field: domain.FieldUserTwoStep}, domain.No))
		}},
		{kind: domain.RecoveryCodesMade, first: twoStepForAll, makes: func(b things) domain.Change {
			c := part(b.user())
			c.TwoStep = &domain.TwoStepKeys{Codes: [][]byte{make([]byte, 32)}}
			return c
		}},
		// Of their own users only.
		{kind: domain.TwoStepAsked, says: "ask_two_step: no -> yes", below: domain.KindForbidden, again: `UPDATE account SET ask_two_step = false`,
			makes: func(b things) domain.Change {
				return part(b.vendor(), kv(domain.Key{Field: domain.FieldAskTwoStep}, domain.Yes))
			}},
		{kind: domain.SubscriptionCreated, says: "subscription_name: nothing -> New", below: domain.KindInvalid, beside: domain.KindInvalid, by: (*world).subscribeAs},
		{kind: domain.SubscriptionChanged, says: "subscription_status: Active -> On hold", by: (*world).holdAs},
		{kind: domain.SubscriptionDeleted, says: "subscription_status: Terminated -> nothing", by: func(w *world, v domain.Viewer, b things) error {
			return w.deleteAs(v, domain.DeletionRequest{Plan: b.program(), Subscription: b.terminated()})
		}},
		{kind: domain.Synchronized, log: inRuns, boxes: []domain.OptionKey{domain.UpdateFees},
			by: func(w *world, v domain.Viewer, b things) error {
				return w.synchronizeAs(v, b.program(), domain.UpdateFees)
			}},
		{kind: domain.RunUndone, log: inRuns, boxes: []domain.OptionKey{domain.UpdateFees}, by: (*world).undoAs},
	}
}

// The methods that make changes of the kinds that Do does not make.

func (w *world) deleteAs(v domain.Viewer, r domain.DeletionRequest) error {
	_, err := w.db.Delete(w.t.Context(), v, r)
	return err
}

func (w *world) createReseller(v domain.Viewer, b things) error {
	email := domain.IDs([]domain.PlanID{b.made()}) + "@new.example"
	_, _, err := w.db.CreateReseller(w.t.Context(), v, domain.Account{Name: "New", Currency: "USD"}, domain.User{Name: "Ann", Email: email}, "")
	return err
}

func (w *world) subscribeAs(v domain.Viewer, b things) error {
	_, err := w.db.CreateSubscription(w.t.Context(), v, domain.Subscription{Name: "New", Account: b.customer(), Plan: b.second(), Status: domain.Ordered,
		Start: time.Now(), Expires: time.Now().AddDate(1, 0, 0)})
	return err
}

func (w *world) holdAs(v domain.Viewer, b things) error {
	_, err := w.db.ChangeStatus(w.t.Context(), v, b.active(), domain.PutOnHold)
	return err
}

// undoAs takes the last run of the reseller plan back.
func (w *world) undoAs(v domain.Viewer, b things) error {
	run := ask[domain.RunID](w.t, w.db, `SELECT coalesce(max(id), 99999) FROM run WHERE plan_id = $1 AND kind = 'sync'`, b.program())
	_, err := w.db.Undo(w.t.Context(), v, run, nil)
	return err
}

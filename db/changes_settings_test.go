package db_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// settings are one good change of each kind outside catalogs that Do makes, by the provider.
func (w *world) settings() map[domain.ChangeKind]domain.Change {
	w.t.Helper()
	flow, err := save(w.t, w.db, w.provider, domain.FlowSaved, domain.Ref{Of: domain.ObjectFlow, Name: "Standard"}, domain.OrderFlow{Name: "Standard"})
	w.check(err)
	helper := viewer(w.t, w.db, w.accounts["P"], domain.ReadOnly)
	template := domain.Ref{Of: domain.ObjectTemplate, ID: int64(w.template), Name: "Standard"}
	reseller := domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["R1"]), Name: "R1"}
	user := domain.Ref{Of: domain.ObjectUser, ID: int64(helper.User.ID), Name: helper.User.Email}
	made := func(of domain.Object) domain.Ref { return domain.Ref{Of: of, ID: domain.NewID, Name: "New"} }
	step := domain.TransitionKey(domain.FlowID(flow), domain.Transition{OrderType: "Sales", From: "New", To: "Paid"})
	return map[domain.ChangeKind]domain.Change{
		domain.NotificationSaved: {About: made(domain.ObjectNotification), Typed: domain.NotificationTemplate{Name: "New", Subject: "Soon"}.Values()},
		domain.FlowSaved:         {About: domain.Ref{Of: domain.ObjectFlow, ID: flow, Name: "Standard"}, Part: true, Typed: typed(step, domain.No)},
		domain.ExchangeRateSaved: {About: domain.Ref{Of: domain.ObjectExchangeRate, Code: "EUR", Name: "EUR"}, Typed: domain.ExchangeRate{Rate: "0.8"}.Values()},
		domain.TemplateCreated:   {About: made(domain.ObjectTemplate), Typed: domain.TemplateRow{Name: "New"}.Values()},
		domain.TemplateChanged:   {About: template, Part: true, Typed: typed(domain.Key{Field: domain.FieldTemplateName}, "Renamed")},
		domain.DelegationChanged: {About: template, Part: true, Without: []domain.Key{{Field: domain.FieldTemplatePlan, Plan: officePlan}}},
		domain.ResellerChanged:   {About: reseller, Part: true, Typed: typed(domain.Key{Field: domain.FieldAccountStatus}, "on hold")},
		domain.DisplaySynchronized: {About: domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["P"]), Name: "P"}, Part: true,
			Typed: typed(domain.Key{Field: domain.FieldSyncDisplay}, domain.Yes)},
		domain.UserAdded: {About: made(domain.ObjectUser), Link: newLink(),
			Typed: domain.UserRow{User: domain.User{Name: "New", Email: "new@example.com", Role: domain.ReadOnly}, Active: true}.Values()},
		domain.RoleChanged:     {About: user, Part: true, Typed: typed(domain.Key{Field: domain.FieldUserRole}, "operator")},
		domain.UserActivated:   {About: user, Part: true, Typed: typed(domain.Key{Field: domain.FieldUserName}, "Another")},
		domain.UserDeactivated: {About: user, Part: true, Typed: typed(domain.Key{Field: domain.FieldUserActive}, domain.No)},
		domain.PasswordChanged: {About: domain.Ref{Of: domain.ObjectUser, ID: int64(w.provider.User.ID), Name: w.provider.User.Email}, Part: true, Secret: "hash"},
		domain.LinkMade:        {About: user, Part: true, Link: newLink()},
		domain.TwoStepOn: {About: domain.Ref{Of: domain.ObjectUser, ID: int64(w.provider.User.ID), Name: w.provider.User.Email}, Part: true,
			Typed: typed(domain.Key{Field: domain.FieldUserTwoStep}, domain.Yes), TwoStep: &domain.TwoStepKeys{Sealed: "hash", Step: 1, Codes: [][]byte{make([]byte, 32)}}},
		domain.TwoStepReset: {About: user, Part: true, Typed: typed(domain.Key{Field: domain.FieldUserTwoStep}, domain.No)},
		domain.TwoStepAsked: {About: domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["P"]), Name: "P"}, Part: true,
			Typed: typed(domain.Key{Field: domain.FieldAskTwoStep}, domain.Yes)},
		domain.ResellerMoved: {About: domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["R11"]), Name: "R11"}, Part: true,
			Typed: typed(domain.Key{Field: domain.FieldVendor}, domain.IDs([]domain.AccountID{w.accounts["P"]}))},
		domain.JumpLimitSet: {About: domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["P"]), Name: "P"}, Part: true,
			Typed: typed(domain.Key{Field: domain.FieldJumpLimit}, "5")},
		domain.RecipeSaved: {About: made(domain.ObjectRecipe), Typed: domain.Recipe{Name: "Monthly", Boxes: "update_fees", Reach: domain.AllLevels, Policy: domain.Keep}.Values()},
		domain.GuardsSet: {About: domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["P"]), Name: "P"}, Part: true,
			Typed: typed(domain.Key{Field: "guard_own_values"}, "warn")},
	}
}

func typed(key domain.Key, value string) []domain.KeyedValue {
	return []domain.KeyedValue{{Key: key, Value: value}}
}

// doing is a change that somebody is about to make.
func (w *world) doing(v domain.Viewer, c domain.Change) func() error {
	return func() error {
		_, err := w.db.Do(w.t.Context(), v, c)
		return err
	}
}

func TestAPasswordIsNotTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := w.settings()
	for _, kind := range []domain.ChangeKind{domain.UserAdded, domain.LinkMade, domain.PasswordChanged, domain.TwoStepOn} {
		c := all[kind]
		c.Kind = kind
		if done := w.do("P", c); done.ID == 0 {
			t.Errorf("%s is not told", kind)
		}
	}
	log := w.audit(w.provider, "Changed password")
	if len(log) != 1 || log[0].Action != "changed password" || log[0].UserName != w.provider.User.Name {
		t.Errorf("the audit says %+v", log)
	}
	if secrets := ask[int](t, w.db, `SELECT count(*) FROM change c LEFT JOIN change_part p ON p.change_id = c.id WHERE edits::text LIKE '%hash%' OR name LIKE '%hash%' OR edits::text LIKE '%abab%'`); secrets != 0 {
		t.Errorf("%d changes tell a secret", secrets)
	}
}

func TestSettingsAreCheckedWhateverDoorTheyCameThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := w.settings()
	long := strings.Repeat("x", 251)
	for kind, bad := range map[domain.ChangeKind]map[domain.Field][]string{
		domain.NotificationSaved: {domain.FieldMessageName: {"", " ", "a\nb", long}, domain.FieldMessageSubject: {"", long},
			domain.FieldMessageBody: {strings.Repeat("x", 20_001), "\x00"}, domain.FieldMessageVisible: {"maybe"}},
		domain.RecipeSaved: {domain.FieldRecipeName: {"", " ", long}, domain.FieldRecipeBoxes: {"", "made_up", "update_prices,update_fees", "update_fees,"},
			domain.FieldRecipeReach: {"", "this"}, domain.FieldRecipePolicy: {"", "never"}},
		domain.ExchangeRateSaved: {domain.FieldExchangeRate: {"", "0", "-1", "1e400", "NaN", "0.000000001", "ten"}},
		domain.TemplateChanged: {domain.FieldTemplateName: {"", "a\nb", long}, domain.FieldTemplateActive: {"perhaps"},
			domain.FieldTemplateFlow: {"77", "-1", "x"}, domain.FieldTermsAcceptance: {"", "never"}},
		domain.FlowSaved:       {domain.FieldOrderFlow: {"", " ", "a\nb", long}},
		domain.ResellerChanged: {domain.FieldAccountStatus: {"", "drop"}, domain.FieldDisablePrices: {domain.Yes}, domain.FieldSyncDisplay: {domain.Yes}, domain.FieldAccountName: {"Mine"}, domain.FieldAccountCurrency: {"EUR"}},
		domain.UserAdded:       {domain.FieldUserEmail: {"", "ann", "Ann <ann@x.example>"}, domain.FieldUserName: {"", "a\nb"}, domain.FieldUserRole: {"owner", ""}},
	} {
		for field, texts := range bad {
			for _, text := range texts {
				c := good[kind]
				c.Kind = kind
				c.Typed = slices.DeleteFunc(slices.Clone(c.Typed), func(v domain.KeyedValue) bool { return v.Key.Field == field })
				c.Typed = append(c.Typed, typed(domain.Key{Field: field}, text)...)
				w.nothing(domain.KindInvalid, w.doing(w.provider, c))
			}
		}
	}
	for what, key := range map[string]domain.Key{"a plan that nobody has": {Field: domain.FieldTemplatePlan, Plan: 77},
		"a privilege that there is not": {Field: domain.FieldTemplatePrivilege, Name: "Everything"},
		"a document's text alone":       {Field: domain.FieldDocumentText, Name: "77"}, "a value of users": {Field: domain.FieldUserName}} {
		c := good[domain.TemplateChanged]
		c.Kind, c.Typed = domain.TemplateChanged, typed(key, domain.Yes)
		if err := w.nothing(domain.KindInvalid, w.doing(w.provider, c)); err == nil {
			t.Errorf("a template gets %s", what)
		}
	}
	document := domain.Document{ID: 77, Name: "Terms", Version: "1", Effective: "2026-02-31", Text: " "}
	c := good[domain.TemplateChanged]
	c.Kind, c.Typed = domain.TemplateChanged, document.Values()
	if err := w.nothing(domain.KindInvalid, w.doing(w.provider, c)); !strings.Contains(err.Error(), "Enter the text") || !strings.Contains(err.Error(), "Enter a date") {
		t.Errorf("a document without a text: %v", err)
	}
}

// What no page sends: a change of one kind about a thing of another, the removal of what only deletions remove, and a password
// where none is set.
func TestDamagedChangesOfSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := w.settings()
	with := func(kind domain.ChangeKind, spoil func(*domain.Change)) domain.Change {
		c := good[kind]
		c.Kind = kind
		spoil(&c)
		return c
	}
	for what, c := range map[string]domain.Change{
		"a template as a notification":   with(domain.TemplateChanged, func(c *domain.Change) { c.Kind = domain.NotificationSaved }),
		"a template removed":             with(domain.TemplateChanged, func(c *domain.Change) { c.Part, c.Typed = false, nil }),
		"a user removed":                 with(domain.RoleChanged, func(c *domain.Change) { c.Part, c.Typed = false, nil }),
		"a user without an invitation":   with(domain.UserAdded, func(c *domain.Change) { c.Link = "" }),
		"a user with a password":         with(domain.UserAdded, func(c *domain.Change) { c.Link, c.Secret = "", "hash" }),
		"a user with both":               with(domain.UserAdded, func(c *domain.Change) { c.Secret = "hash" }),
		"a link with a password":         with(domain.LinkMade, func(c *domain.Change) { c.Secret = "hash" }),
		"a password with a link":         with(domain.PasswordChanged, func(c *domain.Change) { c.Link = newLink() }),
		"a password with a role":         with(domain.PasswordChanged, func(c *domain.Change) { c.Typed = typed(domain.Key{Field: domain.FieldUserRole}, "operator") }),
		"a role with a password":         with(domain.RoleChanged, func(c *domain.Change) { c.Secret = "hash" }),
		"a role with a link":             with(domain.RoleChanged, func(c *domain.Change) { c.Link = newLink() }),
		"somebody added by a new role":   with(domain.UserAdded, func(c *domain.Change) { c.Kind, c.Link = domain.RoleChanged, "" }),
		"two-step sign-in by a new role": with(domain.RoleChanged, func(c *domain.Change) { c.Typed = typed(domain.Key{Field: domain.FieldUserTwoStep}, domain.Yes) }),
		"two-step sign-in of a new user": with(domain.UserAdded, func(c *domain.Change) {
			c.Typed = append(c.Typed, typed(domain.Key{Field: domain.FieldUserTwoStep}, domain.Yes)...)
		}),
		"two-step sign-in off by on":      with(domain.TwoStepOn, func(c *domain.Change) { c.Typed = typed(domain.Key{Field: domain.FieldUserTwoStep}, domain.No) }),
		"two-step sign-in without keys":   with(domain.TwoStepOn, func(c *domain.Change) { c.TwoStep = nil }),
		"two-step sign-in without secret": with(domain.TwoStepOn, func(c *domain.Change) { c.TwoStep = &domain.TwoStepKeys{Codes: [][]byte{{1}}} }),
		"two-step sign-in without codes":  with(domain.TwoStepOn, func(c *domain.Change) { c.TwoStep = &domain.TwoStepKeys{Sealed: "x"} }),
		"two-step sign-in without itself": with(domain.TwoStepOn, func(c *domain.Change) { c.Typed = nil }),
		"a secret with new codes":         with(domain.TwoStepOn, func(c *domain.Change) { c.Kind, c.Typed = domain.RecoveryCodesMade, nil }),
		"a password with codes":           with(domain.PasswordChanged, func(c *domain.Change) { c.TwoStep = &domain.TwoStepKeys{Codes: [][]byte{{1}}} }),
		"a role with a reset": with(domain.TwoStepReset, func(c *domain.Change) {
			c.Typed = append(c.Typed, typed(domain.Key{Field: domain.FieldUserRole}, "operator")...)
		}),
		"asking with a protection": with(domain.TwoStepAsked, func(c *domain.Change) {
			c.Typed = append(c.Typed, typed(domain.Key{Field: domain.FieldSyncDisplay}, domain.Yes)...)
		}),
		"guards with a protection": with(domain.GuardsSet, func(c *domain.Change) {
			c.Typed = append(c.Typed, typed(domain.Key{Field: domain.FieldOperatingUnit}, domain.Yes)...)
		}),
		"guards as a reseller's setting":  with(domain.GuardsSet, func(c *domain.Change) { c.Kind = domain.ResellerChanged }),
		"asking as a reseller's setting":  with(domain.TwoStepAsked, func(c *domain.Change) { c.Kind = domain.ResellerChanged }),
		"a new password that is none":     with(domain.PasswordChanged, func(c *domain.Change) { c.Secret = "" }),
		"a rate of the own currency":      with(domain.ExchangeRateSaved, func(c *domain.Change) { c.About.Code = "USD" }),
		"a rate of no currency":           with(domain.ExchangeRateSaved, func(c *domain.Change) { c.About.Code = "" }),
		"a flow's step of several lines":  with(domain.FlowSaved, func(c *domain.Change) { c.Typed[0].Key.Name += "\nx" }),
		"a notification of the same name": with(domain.NotificationSaved, func(c *domain.Change) { c.Typed = domain.NotificationTemplate{Name: "Twice", Subject: "x"}.Values() }),
	} {
		if what == "a notification of the same name" {
			_, err := w.db.Do(t.Context(), w.provider, c)
			w.check(err)
		}
		if err := w.nothing(domain.KindInvalid, w.doing(w.provider, c)); err == nil {
			t.Errorf("%s is stored", what)
		}
	}
}

func TestTwoPeopleAtATemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := domain.Ref{Of: domain.ObjectTemplate, ID: int64(w.template), Name: "Standard"}
	seen, err := w.db.Seen(t.Context(), w.provider, about)
	w.check(err)
	part := func(field domain.Field, text string) domain.Change {
		return domain.Change{Kind: domain.TemplateChanged, About: about, Seen: seen, Part: true, Typed: typed(domain.Key{Field: field}, text)}
	}
	_, err = w.db.Do(t.Context(), w.provider, part(domain.FieldTemplateName, "First"))
	w.check(err)
	done, err := w.db.Do(t.Context(), w.provider, part(domain.FieldTemplateActive, domain.No))
	w.check(err)
	if len(done.Edits) != 1 || len(done.Meanwhile) != 1 || done.Meanwhile[0].To.Text != "First" {
		t.Errorf("another field: %+v", done.Applied)
	}
	_, err = w.db.Do(t.Context(), w.provider, part(domain.FieldTemplateName, "Second"))
	found := domain.Colliding(err)
	if found == nil || len(found.List) != 1 || found.List[0].Seen.Text != "Standard" || found.List[0].Now.Text != "First" || found.List[0].By == "" {
		t.Fatalf("the same field: %v, %+v", err, found)
	}
	before := counts(t, w.db)
	same, err := w.db.Do(t.Context(), w.provider, part(domain.FieldTemplateName, "First"))
	if err != nil || same.ID != 0 {
		t.Errorf("what is there already: %+v, %v", same, err)
	}
	if diff := cmp.Diff(before, counts(t, w.db)); diff != "" {
		t.Errorf("it stored something (-before +after):\n%s", diff)
	}
	decided := part(domain.FieldTemplateName, "Second")
	decided.Choice = &domain.Choice{Shown: found.Shown, Mine: []domain.Key{{Field: domain.FieldTemplateName}}}
	_, err = w.db.Do(t.Context(), w.provider, decided)
	w.check(err)
	row, err := w.db.Template(t.Context(), w.provider, w.template)
	if err != nil || row.Name != "Second" || row.Active || row.Version != 5 {
		t.Errorf("afterwards: %+v, %v", row, err)
	}
}

// Two people at the terms of a template: fields of one document are values of their own, and what was removed stays removed.
func TestTwoPeopleAtADocument(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := domain.Ref{Of: domain.ObjectTemplate, ID: int64(w.template), Name: "Standard"}
	document := domain.Document{ID: 77, Name: "Terms", Version: "1", Effective: "2026-01-31", Text: "Be kind."}
	do := func(seen domain.ChangeID, c domain.Change) (domain.Done, error) {
		c.Kind, c.About, c.Seen, c.Part = domain.TemplateChanged, about, seen, true
		return w.db.Planting().Do(t.Context(), w.provider, c)
	}
	_, err := do(0, domain.Change{Typed: document.Values()})
	w.check(err)
	seen, err := w.db.Seen(t.Context(), w.provider, about)
	w.check(err)
	field := func(f domain.Field) domain.Key { return domain.Key{Field: f, Name: "77"} }
	_, err = do(seen, domain.Change{Typed: typed(field(domain.FieldDocumentVersion), "2")})
	w.check(err)
	_, err = do(seen, domain.Change{Typed: typed(field(domain.FieldDocumentName), "Conditions")})
	w.check(err)
	row, err := w.db.Template(t.Context(), w.provider, w.template)
	w.check(err)
	if d := row.Terms.Document(77); d == nil || d.Name != "Conditions" || d.Version != "2" {
		t.Errorf("both changed the document to %+v", d)
	}
	var keys []domain.Key
	for _, v := range document.Values() {
		keys = append(keys, v.Key)
	}
	seen, err = w.db.Seen(t.Context(), w.provider, about)
	w.check(err)
	_, err = do(seen, domain.Change{Without: keys})
	w.check(err)
	_, err = do(seen, domain.Change{Typed: typed(field(domain.FieldDocumentText), "Be quick.")})
	if found := domain.Colliding(err); found == nil || !found.List[0].Gone {
		t.Errorf("a text of a document that is gone: %v", err)
	}
}

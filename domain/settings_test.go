package domain

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// delivered is a reseller to whom one thing of each kind was delivered, under the id 1.
func delivered() State {
	return State{Delivered: &Catalog{
		Plans:      []*Plan{{ID: 1, Name: "Mail", Schedule: 1, PlanCategory: 1}},
		Categories: &Categories{Plan: []PlanCategory{{ID: 1, Name: "Software"}}, Sales: []SalesCategory{{ID: 1, Name: "Office", Display: true}}},
		Schedules:  &Schedules{[]Schedule{{ID: 1, Name: "Remind"}}},
		Terms:      &Terms{Documents: []Document{{ID: 1, Name: "TOS"}}},
	}}
}

// provided is a provider who made one thing of each kind, under the id 1.
func provided() State { return State{Own: &Own{Made: delivered().Delivered}} }

// TestOwnThings makes, changes and removes things of a vendor's own, and tries it with what was delivered.
func TestOwnThings(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 251)
	schedule := func(name string, details ...ScheduleDetail) Change {
		return saving(ScheduleCreated, 2, Schedule{ID: 2, Name: name, Details: details})
	}
	var many []ScheduleDetail
	for i := range maxDetails + 1 {
		many = append(many, ScheduleDetail{i, 1, "Always", "all"})
	}
	document := func(effective string) Change {
		return saving(DocumentCreated, 2, Document{ID: 2, Name: "House", Version: "1", Text: "x", Effective: effective})
	}
	position := func(n int) Change {
		return saving(ResourceCategoryCreated, 2, ResourceCategory{ID: 2, Name: "x", Position: n})
	}
	reseller, provider, bare := delivered(), provided(), State{Delivered: &Catalog{}}
	tests := []struct {
		name   string
		state  State
		change Change
		want   Kind // KindInternal: it works
	}{
		{"a schedule", reseller, schedule("Mine"), KindInternal},
		{"a delivered schedule", reseller, saving(ScheduleChanged, 1, Schedule{ID: 1, Name: "Mine"}), KindForbidden},
		{"a schedule without a name", reseller, schedule(""), KindInvalid},
		{"too many notifications", reseller, schedule("x", many...), KindInvalid},
		{"as many notifications as there may be", reseller, schedule("x", many[1:]...), KindInternal},
		{"notifications as far away as they may be", reseller, schedule("x", ScheduleDetail{-3650, 1, "Always", "all"}, ScheduleDetail{3650, 1, "Always", "all"}), KindInternal},
		{"a notification too late", reseller, schedule("x", ScheduleDetail{3651, 1, "Always", "all"}), KindInvalid},
		{"a notification too early", reseller, schedule("x", ScheduleDetail{-3651, 1, "Always", "all"}), KindInvalid},
		{"notifications of nothing", reseller, schedule("x", ScheduleDetail{Days: 40, Template: 9, Condition: "Always", AppliesTo: "all"}), KindInvalid},
		{"notifications at no condition", reseller, schedule("x", ScheduleDetail{Days: 40, Template: 1, Condition: "x", AppliesTo: "all"}), KindInvalid},
		{"notifications to nobody", reseller, schedule("x", ScheduleDetail{Days: 40, Template: 1, Condition: "Always", AppliesTo: "x"}), KindInvalid},
		{"removing a delivered schedule", reseller, removing(ScheduleDeleted, 1), KindForbidden},
		{"a plan category", provider, saving(PlanCategoryCreated, 2, PlanCategory{ID: 2, Name: "Mine"}), KindInternal},
		{"a reseller's plan category", reseller, saving(PlanCategoryCreated, 2, PlanCategory{ID: 2, Name: "Mine"}), KindNotFound},
		{"a plan category of too long a name", provider, saving(PlanCategoryCreated, 2, PlanCategory{ID: 2, Name: long}), KindInvalid},
		{"a plan category of too long a text", provider, saving(PlanCategoryCreated, 2, PlanCategory{ID: 2, Name: "x", Description: strings.Repeat("x", 4001)}), KindInvalid},
		{"a plan category of too long a tax category", provider, saving(PlanCategoryCreated, 2, PlanCategory{ID: 2, Name: "x", TaxCategory: long}), KindInvalid},
		{"a resource category of nothing", provider, saving(ResourceCategoryCreated, 2, ResourceCategory{ID: 2, Name: "x", Resources: []ResourceID{9}}), KindInvalid},
		{"a resource category at the last position", provider, position(9999), KindInternal},
		{"a resource category before the first position", provider, position(-1), KindInvalid},
		{"a resource category behind the last position", provider, position(10_000), KindInvalid},
		{"removing a resource category that is not there", provider, removing(ResourceCategoryDeleted, 9), KindNotFound},
		{"grouping into nothing", provider, setting(ResourceGrouped, Key{Field: FieldGrouping, Resource: 4}, "9"), KindInvalid},
		{"grouping nothing", provider, setting(ResourceGrouped, Key{Field: FieldGrouping, Resource: 9}, "1"), KindInvalid},
		{"a document", reseller, document("2026-01-31"), KindInternal},
		{"a delivered document", reseller, saving(DocumentChanged, 1, Document{ID: 1, Name: "House"}), KindForbidden},
		{"a document before anything was delivered", bare, document("2026-01-31"), KindInternal},
		{"a document of a day that there is not", reseller, document("2026-02-31"), KindInvalid},
		{"a document of nothing", reseller, saving(DocumentCreated, 2, Document{ID: 2, Effective: "2026-02-31"}), KindInvalid},
		{"removing a delivered document", reseller, removing(DocumentDeleted, 1), KindForbidden},
		{"hiding a category that is not there", reseller, setting(DisplayChanged, DisplayKey(9), No), KindNotFound},
		{"hiding a delivered category", reseller, setting(DisplayChanged, DisplayKey(1), No), KindInternal},
		{"removing a delivered category", reseller, removing(SalesCategoryDeleted, 1), KindForbidden},
		{"removing a category that is not there", reseller, removing(SalesCategoryDeleted, 9), KindNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if own, err := applied(tt.state, tt.change); KindOf(err) != tt.want || (err == nil) != (tt.want == KindInternal) {
				t.Errorf("%v, %v", own, err)
			}
		})
	}
}

// TestOwnThingsComeAndGo saves each kind of thing and removes it again: what is left is nothing of it.
func TestOwnThingsComeAndGo(t *testing.T) {
	t.Parallel()
	s := after(t, delivered(), saving(ScheduleCreated, 2, Schedule{ID: 2, Name: "Mine"}),
		saving(DocumentCreated, 2, Document{ID: 2, Name: "House", Version: "1", Text: "x", Effective: "2026-01-31"}),
		saving(SalesCategoryCreated, 2, SalesCategory{ID: 2, Name: "Mine"}))
	with := func(s State, p *Plan) State {
		s.Own = s.Own.WithMade(s.Own.MadeCatalog().WithPlan(p))
		return s
	}
	for _, p := range []*Plan{{ID: 5, Name: "Own", Schedule: 2}, {ID: 5, Name: "Own", Periods: []Period{{ID: 1}, {ID: 2, Schedule: 2}}}} {
		used := with(s, p)
		if _, err := applied(used, removing(ScheduleDeleted, 2)); KindOf(err) != KindInvalid || len(ScheduleUsers(used.Effective(), 2)) != 1 {
			t.Errorf("a schedule in use was removed: %v", err)
		}
	}
	s = after(t, s, removing(ScheduleDeleted, 2), removing(DocumentDeleted, 2), removing(SalesCategoryDeleted, 2),
		setting(DisplayChanged, DisplayKey(1), No), resetting(DisplayChanged, DisplayKey(1)))
	has := s.Effective()
	if has.Schedules.Schedule(2) != nil || has.Categories.SalesCategory(2) != nil || has.Terms.Document(2) != nil || s.Own.Count() != 0 {
		t.Errorf("something is left: %+v", has)
	}

	p := after(t, provided(), saving(PlanCategoryCreated, 2, PlanCategory{ID: 2, Name: "Mine"}),
		saving(ResourceCategoryCreated, 2, ResourceCategory{ID: 2, Name: "Mine", Resources: []ResourceID{4}}))
	if _, err := applied(with(p, &Plan{ID: 5, Name: "Own", PlanCategory: 2}), removing(PlanCategoryDeleted, 2)); KindOf(err) != KindInvalid {
		t.Errorf("a plan category in use was removed: %v", err)
	}
	p = after(t, p, removing(PlanCategoryDeleted, 2), removing(ResourceCategoryDeleted, 2))
	if has := p.Effective(); has.Categories.PlanCategory(2) != nil || has.Categories.ResourceCategory(2) != nil {
		t.Errorf("something is left: %+v", has.Categories)
	}
}

// flowChange applies edits to an order flow as a provider does who looked when it was as it is now.
func flowChange(now OrderFlow, edits ...Edit) (Applied, error) {
	return Apply(Change{Kind: FlowSaved, About: Ref{Of: ObjectFlow, ID: int64(now.ID)}, Edits: edits},
		Situation{Viewer: Viewer{Account: Account{Kind: Provider}, User: User{Role: Administrator}}, Thing: &now, Looked: &now})
}

func TestOrderFlowsAreSortedAndChecked(t *testing.T) {
	t.Parallel()
	step := func(kind, from, to string) Transition { return Transition{OrderType: kind, From: from, To: to} }
	add := func(step Transition) Edit { return Edit{Key: TransitionKey(1, step), To: Held{Text: No, There: true}} }
	flow := OrderFlow{ID: 1, Name: "Standard", Transitions: []Transition{step("Sales", "New", "Done")}}
	a, err := flowChange(flow, add(step("Renewal", "New", "Done")))
	if err != nil || a.After.(*OrderFlow).Transitions[0].OrderType != "Renewal" {
		t.Errorf("%+v, %v", a.After, err)
	}
	for name, bad := range map[string]Transition{
		"twice":                 step("Sales", "New", "Done"),
		"of an unknown type":    step("Gift", "New", "Done"),
		"to where it starts":    step("Sales", "New", "New"),
		"from nowhere":          step("Sales", "", "Done"),
		"to a status too long":  step("Sales", "New", strings.Repeat("x", 61)),
		"to a status of spaces": step("Sales", "New", "  "),
		"of more than one line": step("Sales", "New", "Done\nor not"),
	} {
		if _, err := flowChange(flow, add(bad)); KindOf(err) != KindInvalid {
			t.Errorf("a transition %s: %v", name, err)
		}
	}
	if _, err := flowChange(flow, Edit{Key: Key{Field: FieldOrderFlow}, From: Held{Text: "Standard", There: true}, To: Held{There: true}}); KindOf(err) != KindInvalid {
		t.Errorf("a flow without a name: %v", err)
	}
}

func TestFault088Names(t *testing.T) {
	t.Parallel()
	for name, good := range map[string]bool{"": false, "x": true, strings.Repeat("ü", 250): true, strings.Repeat("ü", 251): false,
		"   ": false, "\u200b": false, "a b": true, "a\r\nb": false, "a\x1bb": false, "a\x00b": false, "a\xffb": false, "a\u2069b": false,
		"שלום": true, "👩\u200d💻": true, "a\u2028b": false, "a\u2029b": false, "a\u202ab": false, "a\u202cb": false, "a\u202eb": false,
		"a\u202fb": true, "a\u2065b": false, "a\u2066b": false, "a\u2067b": false, "a\u206ab": false} {
		if got := NameProblem(name) == ""; got != good {
			t.Errorf("%q: %s", name, NameProblem(name))
		}
	}
}

func TestNewResellers(t *testing.T) {
	t.Parallel()
	good := User{Name: "Ann", Email: "ann@company.example"}
	if err := CheckReseller(Account{Name: "Company", Currency: "EUR"}, good, "USD"); err != nil {
		t.Error(err)
	}
	for _, bad := range []struct {
		account Account
		admin   User
	}{{Account{Currency: "EUR"}, good}, {Account{Name: "x", Currency: "eur"}, good}, {Account{Name: "x", Currency: "QQQ"}, good}, {Account{Name: "x", Currency: "EUR"}, User{Name: "Ann", Email: "Ann <ann@x.example>"}},
		{Account{Name: "x", Currency: "EUR"}, User{Email: "ann@x.example"}}} {
		if err := CheckReseller(bad.account, bad.admin, "USD"); KindOf(err) != KindInvalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if err := CheckReseller(Account{Name: "x", Currency: "DEM"}, good, "DEM"); err != nil {
		t.Errorf("the currency of whoever adds the reseller: %v", err)
	}
	for email, good := range map[string]bool{"ann@company.example": true, "": false, "ann": false, "Ann <ann@company.example>": false,
		"<ann@company.example>": false, "\"a n\"@company.example": false, " ann@company.example": false,
		strings.Repeat("x", 64) + "@" + strings.Repeat("y", 189): true, strings.Repeat("x", 64) + "@" + strings.Repeat("y", 190): false} {
		if got := EmailProblem(email) == ""; got != good {
			t.Errorf("%q: %s", email, EmailProblem(email))
		}
	}
	long := strings.Repeat("Vogel ohne Himmel ", 15)
	for password, good := range map[string]bool{"": false, "short": false, "rot-9-blau": false, "kX9vQ2mL7pW": false, "kX9vQ2mL7pWz": true,
		"wörter ohne": true, long[:256]: true, long[:257]: false, " spaces too for you ": true, "walk-the-manual": true,
		"nul\x00nil\x00 Q7x9": true, "\xff\xfe\x01\x80\xc3\x28\xa0\xa1\xe2\x28\xa1\x99": true,
	} {
		if got := PasswordProblem(password) == ""; got != good {
			t.Errorf("%q: %s", password, PasswordProblem(password))
		}
	}
}

// Fault 48: what is tried first is no password, however long it is.
func TestFault048PasswordsThatOthersGuess(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"password1234", "Password123!", "qwertyuiop12", "123456789012", "abcdefghijkl", "letmeinletmein",
		"iloveyouiloveyou", "changemechangeme", "Summer2026!!", "January 2026", "2026-Welcome-!", "administrator", "Summer2026Summer", "Football2026 Football!", "correct horse battery staple",
		"CorrectHorseBatteryStaple", strings.Repeat("\u200b", 12), strings.Repeat("ä", 40), "äöäöäöäöäöäö", "🔑🔑🔑🔑🔑🔑", strings.Repeat("\xff", 20), strings.Repeat("a", 73), strings.Repeat("x", 256), "Tiersync2026!", "tiersync-tiersync",
		"Sommer2026!!!!", "!!!!Sommer2026", "2026Sommer2026!", "S0mmer2026!!!!", "P@ssw0rd2026!!", "Fruehling2026!", "Invierno2026!!!!", "Willkommen-2026", "Weihnachten2026!", "Sommer24122026", "1.9.1984 Sommer",
		"Winter2025Summer", "Winter 2025 Summer", "Dragon1999Monkey", "Velvet2026Anchor", "Geheim2026Passwort", "rockyou123456", "123456rockyou", "654321!Dragon", "Passw0rd#Passw0rd", "Sommer!Winter!1", "Sommer-Sommer-26", "Monday-Friday-1", "Monday111111", "Sommer........", "Liverpool 12345!!!",
		"yadnoM-yadseuT", "!gnilheurF-tsbreH", "Monday-Tuesday", "MondayTuesday!x", "M0nday-Tu3sday!", "Mon-Tue-Wed-Thu", "Jan-Feb-Mar-Apr", "Montag-Dienstag", "lundi mardi mercredi", "Domingo.Lunes.7", "Venerdì/Sabato", "Juillet#Août#9",
		"Septiembre-Octubre", "Gennaio-Febbraio", "Primavera!Verano", "Printemps&Automne", "Fruehling-Herbst", "Willkommen!!?1", "Willkommen-Hallo", "Grüß Gott, Frühling!", "Bonjour-Bonsoir",
		"Buongiorno!Ciao", "Bienvenidos-Hola", "Happy New Year 7", "Frohe-Weihnachten", "one two three four", "zwölf Monate Sommer", "Fruehling!Fruehling", "Elefant!Elefant", "Zwiebel1Zwiebel2",
		"Xylofon Xylofon"} {
		if PasswordProblem(password) == "" {
			t.Errorf("%q is taken", password)
		}
	}
	if problem := PasswordProblem("q7-Kx.m2Wz4"); problem != "Use at least 12 characters" {
		t.Errorf("eleven characters: %q", problem)
	}
	about := []string{"ann.berg@northwind.example", "Ann Bergström", "Northwind Distribution", "Pinecrest IT Services", "Go To It Up"}
	for _, password := range []string{"ann.berg@northwind.example", "ANN.BERG@northwind", "Northwind2026!", "bergström-2026", "AnnBergström1", "northwinddistribution",
		"bergstrom-bergstrom", "Bergstroem2026!", "bergstro\u0308m-2026", "Northwind Password", "Bergström-Admin-2026", "tiersync password 1", "annsummer2026",
		"North Wind 2026!", "North Wind Distribution", "north wind north wind", "PinecrestITServices", "Pinecrest IT Services 1", "A n n   B e r g s t r ö m", "GoToItUp!2026", "Northwind#1Admin!"} {
		if PasswordProblem(password, about...) == "" {
			t.Errorf("%q is taken of Ann Bergström at Northwind", password)
		}
	}
	for _, password := range []string{"northern lights over Ann's lake", "correct horse battery", "summer 4@8({[<k", "winter violin Northwind", "🔑 🐘 🌍 🎈 🧊 🚲",
		"anchor velvet 2026 lamp dog", "cat dog sun car", "hqzkvxwplmt7", "kX9v-Q2mL-7pWz", "839201746582", "9f86d081884c", "Tr7!mmm.Qx29z_Lk", "marmalade sunflower decanter",
		"Monday elephants whisper", "Willkommen, Xylofon!", "Himmel ohne Himmel, Vogel ohne Nest", "Mai-Kx7!vQ2mL", "one quite different sentence"} {
		if problem := PasswordProblem(password, about...); problem != "" {
			t.Errorf("%q, words among others: %s", password, problem)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&*+-/:=?@_"
	words := strings.Fields(`acorn badge canyon dwarf elbow fabric glimpse harvest igloo jargon kettle ladder mango nectar oyster parrot quartz ribbon
		saddle tunnel umbrella vapor walnut yogurt zipper bishop copper dolphin ember flannel garlic hammer`)
	for range 300 { // made by a program, and by dice
		made := ""
		for range 14 {
			made += string(signs[random.IntN(len(signs))])
		}
		random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		for _, password := range []string{made, strings.Join(words[:4], " "), strings.Join(words[:4], "")} {
			if problem := PasswordProblem(password, about...); problem != "" {
				t.Errorf("%q, at random: %s", password, problem)
			}
		}
	}
	start := time.Now()
	PasswordProblem(strings.Repeat("4@8({[<", 36), about...)
	if took := time.Since(start); took > 2*time.Second { // twenty times what it takes: the machine may be busy
		t.Errorf("a long one took %v", took)
	}
}

// Fault 109: an address has one form, whoever types it however.
func TestFault109AddressesHaveOneForm(t *testing.T) {
	t.Parallel()
	for clean, typed := range map[string][]string{
		"änne@firma.example":       {"Änne@firma.example", " a\u0308nne@FIRMA.example ", "ÄNNE@Firma.Example"},
		"admin@firma.example":      {"ADMİN@firma.example", "Admin@firma.example"},
		"ann@bücher.example":       {"ann@BÜCHER.example", "ann@xn--bcher-kva.example", "ANN@XN--BCHER-KVA.example", "ann@bu\u0308cher.example"},
		"ann@straße.example":       {"ann@xn--strae-oqa.example", "Ann@Straße.example"},
		"ann@my_host.example":      {"Ann@My_Host.example"}, // no domain name, and stored by an earlier version
		"no address":               {"No Address"},
		"a@b@firma.example":        {"A@B@firma.example"},
		"ann@xn--a.example":        {"ann@xn--a.example"}, // no ASCII form of anything
		"\ufffd\x00@firma.example": {"\ufffd\x00@Firma.example"},
	} {
		for _, text := range append(typed, clean) {
			if got := CleanEmail(text); got != clean {
				t.Errorf("%q becomes %q, want %q", text, got, clean)
			}
		}
	}
	for email, good := range map[string]bool{"Änne@firma.example": true, "ann@bücher.example": true, "ann@xn--bcher-kva.example": true,
		"ann@my_host.example": false, "ann@-x.example": false, "a\u200bnn@firma.example": false, "ann@fir\u00adma.example": false,
		"ann@xn--a.example": false, "a\u202enn@firma.example": false} {
		if got := EmailProblem(email) == ""; got != good {
			t.Errorf("%q: %s", email, EmailProblem(email))
		}
	}
}

// TestGrants says that nobody gives or touches what they do not have.
func TestGrants(t *testing.T) {
	t.Parallel()
	viewer := func(role Role, rights ...Privilege) Viewer {
		return Viewer{User: User{Role: role, Rights: rights}, Account: Account{Kind: Provider}}
	}
	operator := func(rights ...Privilege) User { return User{Role: Operator, Rights: rights} }
	administrator, reader, plain := User{Role: Administrator}, User{Role: ReadOnly}, operator()
	of := func(v Viewer, granted ...Privilege) Viewer {
		v.Account, v.Granted = Account{Kind: Reseller}, granted
		return v
	}
	for _, tt := range []struct {
		name       string
		v          Viewer
		have, want User
		ok         bool
	}{
		{"an administrator makes another", viewer(Administrator), plain, administrator, true},
		{"an administrator makes a reader", viewer(Administrator), administrator, reader, true},
		{"without the right", viewer(Operator, EditPrices), plain, plain, false},
		{"a reader", viewer(ReadOnly), plain, plain, false},
		{"an operator makes an administrator", viewer(Operator, Privileges()...), plain, administrator, false},
		{"an operator changes an administrator", viewer(Operator, Privileges()...), administrator, plain, false},
		{"a right that they have", viewer(Operator, ManageUsers, EditPrices), plain, operator(EditPrices), true},
		{"a right that they lack", viewer(Operator, ManageUsers), plain, operator(EditPrices), false},
		{"somebody with a right that they lack", viewer(Operator, ManageUsers), operator(EditPrices), operator(EditPrices), false},
		{"taking that right away", viewer(Operator, ManageUsers), operator(EditPrices), plain, false},
		{"taking a right away that they have", viewer(Operator, ManageUsers, EditPrices), operator(EditPrices), plain, true},
		{"a new operator", viewer(Operator, ManageUsers), User{}, plain, true},
		{"a new reader, who may see the reports", viewer(Operator, ManageUsers), User{}, reader, false},
		{"a new reader, by one who may see them", viewer(Operator, ManageUsers, ViewReports), User{}, reader, true},
		{"a reader, who may see the reports", viewer(Operator, ManageUsers), reader, reader, false},
		{"themselves", viewer(Operator, ManageUsers, EditPrices), operator(ManageUsers, EditPrices), operator(ManageUsers), true},
		{"more for themselves", viewer(Operator, ManageUsers), operator(ManageUsers), operator(ManageUsers, EditPrices), false},
		{"a right that the account lacks", of(viewer(Administrator), ManageUsers), plain, operator(EditPrices), false},
		{"what the account lacks stays", of(viewer(Administrator), ManageUsers), operator(EditPrices), operator(EditPrices), true},
		{"a reader where the account lacks the reports", of(viewer(Administrator), ManageUsers), plain, reader, true},
		{"costs, which they do not see", of(viewer(Operator, ManageUsers), ManageUsers), plain, operator(ViewCosts), false},
		{"costs, which the account need not be given", of(viewer(Operator, ManageUsers, ViewCosts), ManageUsers), plain, operator(ViewCosts), true},
		{"who sees costs", of(viewer(Operator, ManageUsers), ManageUsers), operator(ViewCosts), operator(ViewCosts), false},
		{"costs of a provider, who has none", viewer(Operator, ManageUsers), operator(ViewCosts), plain, true},
		{"the account lacks Manage users", of(viewer(Administrator), EditPrices), plain, plain, false},
	} {
		if err := CheckGrant(tt.v, tt.have, tt.want); (err == nil) != tt.ok || err != nil && KindOf(err) != KindForbidden {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	roles, rights := Grantable(viewer(Operator, ManageUsers, EditPrices), plain)
	if !slices.Equal(roles, []Role{Operator}) || !slices.Equal(rights, []Privilege{EditPrices, ManageUsers}) {
		t.Errorf("an operator may grant %v, %v", roles, rights)
	}
	roles, rights = Grantable(of(viewer(Administrator), ManageUsers), operator(EditPrices))
	if !slices.Equal(roles, Roles()) || !slices.Equal(rights, []Privilege{EditPrices, ManageUsers, ViewCosts}) {
		t.Errorf("an administrator may grant %v, %v", roles, rights)
	}
	if KindOf(lastAdministrator()) != KindInvalid {
		t.Error("the last administrator may go")
	}
	reseller := Viewer{User: User{Role: ReadOnly}, Account: Account{Kind: Reseller}, Granted: []Privilege{ViewReports}}
	if !reseller.May(ViewReports) || reseller.May(EditPrices) || !reseller.Holds(ViewReports) || reseller.Holds(EditPrices) || reseller.IsProvider() {
		t.Error("what a reader of a reseller may do")
	}
	if !slices.Contains(Privileges(), EditPrices) || !viewer(Administrator).IsProvider() {
		t.Error("the privileges")
	}
}

// TestNobodyGetsMoreByManagingUsers tries everybody with everybody: whoever can sign in as a user whose password they may set,
// before or after they changed that user, may no more than they may themselves.
func TestNobodyGetsMoreByManagingUsers(t *testing.T) {
	t.Parallel()
	some := []Privilege{ManageUsers, EditPrices, ViewReports}
	var sets [][]Privilege
	for bits := range 1 << len(some) {
		var set []Privilege
		for i, p := range some {
			if bits>>i&1 == 1 {
				set = append(set, p)
			}
		}
		sets = append(sets, set)
	}
	users := []User{{Role: Administrator}, {Role: ReadOnly}}
	for _, set := range sets {
		users = append(users, User{Role: Operator, Rights: set})
	}
	allowed := 0
	for _, granted := range sets {
		account := func(u User) Viewer { return Viewer{User: u, Account: Account{Kind: Reseller}, Granted: granted} }
		for _, actor := range users {
			for _, have := range append([]User{{}}, users...) {
				for _, want := range users {
					if CheckGrant(account(actor), have, want) != nil {
						continue
					}
					allowed++
					for _, p := range some {
						if !account(actor).May(p) && (account(have).May(p) || account(want).May(p)) {
							t.Errorf("%v of an account with %v turns %v into %v and gets %s", actor, granted, have, want, p)
						}
					}
				}
			}
		}
	}
	if allowed == 0 {
		t.Error("nobody may do anything")
	}
}

func TestPlansAreEditedAsValues(t *testing.T) {
	t.Parallel()
	plan := &Plan{ID: 1, Rates: []Rate{{Resource: 2}}}
	if next := plan.WithoutRate(2); len(next.Rates) != 0 || len(plan.Rates) != 1 {
		t.Error("WithoutRate")
	}
}

// TestAHeldPlanIsConfirmed prices a plan that came without prices, confirms it, takes it off sale and gives it a path: own values
// of the reseller's, of which the confirmation counts as none and the path as one.
func TestAHeldPlanIsConfirmed(t *testing.T) {
	t.Parallel()
	plan := &Plan{ID: 1, Name: "Mail", Published: true, Periods: []Period{{ID: 2, Length: 1, Unit: "months", Active: true, Unpriced: true}},
		Rates: []Rate{{Resource: 3, Unpriced: true, Prices: []PriceRow{{Prices: RatePrices{free(), free(), free(), free()}}}}}}
	other := &Plan{ID: 9, Name: "Gold"}
	now := State{Delivered: &Catalog{Plans: []*Plan{plan, other}}}
	do := func(kind ChangeKind, typed ...KeyedValue) error {
		s := Situation{Now: now, Seen: now, Viewer: Viewer{User: User{Role: Administrator}, Account: Account{Kind: Reseller, Currency: "USD"},
			Granted: Privileges()}, At: anyDay()}
		a, err := Apply(Change{Kind: kind, About: Ref{Of: ObjectPlan, ID: 1}, Typed: typed, Part: true}, s)
		if err == nil {
			now.Own = a.Own
		}
		return err
	}
	for _, kind := range []ChangeKind{PlanConfirmed, OwnValuesSet} { // whatever door it comes through
		if err := do(kind, plan.Confirmations()...); KindOf(err) != KindInvalid {
			t.Fatalf("a plan without prices was confirmed by %s: %v", kind, err)
		}
	}
	for f := range FeeCount {
		if err := do(OwnValuesSet, KeyedValue{FeeKey(1, 2, f), "1"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range []error{do(PathAdded, Upgrade{To: 9, Fee: free()}.Values(1)...), do(PlanConfirmed, plan.Confirmations()...),
		do(PlanUnpublished, KeyedValue{plan.key(FieldPublished), No})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if sold := now.Effective().Plan(1); sold.Status() != StatusUnpublished || sold.upgrade(9) == nil {
		t.Errorf("status %s, paths %v", sold.Status(), sold.Upgrades)
	}
	if layer := now.Own.Layer(1); now.Own.Count() != 14 || layer.Count() != 9 || (*Layer)(nil).Count() != 0 || (*Own)(nil).Count() != 0 {
		t.Errorf("%d own values, %d of them set on the plan", now.Own.Count(), layer.Count())
	}
}

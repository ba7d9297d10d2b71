package handlers

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/views"
)

// Upgrades is GET /products/plans/:plan/upgrades: the paths, and below them a form for another one, or for the path that
// ?edit= names.
func (h *Plans) Upgrades(c echo.Context) error {
	edit := plainID[domain.PlanID](c.QueryParam("edit"))
	return h.tab(c, func(p views.Page, a views.PlanPage) templ.Component {
		return views.PlanUpgradesPage(p, a, upgradeForm(a, edit))
	})
}

// upgradeForm is the form of the path to a plan, of a new one where there is none.
func upgradeForm(a views.PlanPage, to domain.PlanID) views.UpgradeForm {
	i := slices.IndexFunc(a.Plan.Upgrades, func(u domain.Upgrade) bool { return u.To == to })
	if i < 0 {
		return views.UpgradeForm{Plans: withoutPath(a, 0), None: len(otherPlans(a)) == 0, Fee: views.PlainAmount(domain.Amount(decimal.Zero), a.Currency)}
	}
	u := a.Plan.Upgrades[i]
	form := views.UpgradeForm{Change: true, To: idText(to), Name: a.PlanName(to), Kind: upgradeKind, Fee: views.PlainAmount(u.Fee, a.Currency),
		Description: u.Description}
	if u.Downgrade {
		form.Kind = downgradeKind
	}
	return form
}

// kinds of path in a form.
const (
	upgradeKind   = "upgrade"
	downgradeKind = "downgrade"
)

// otherPlans are the plans that an upgrade path can lead to.
func otherPlans(a views.PlanPage) []views.Option {
	var others []*domain.Plan
	for _, p := range a.Catalog.Plans {
		if p.ID != a.Plan.ID && p.Type == a.Plan.Type {
			others = append(others, p)
		}
	}
	return planChoices(others)
}

// withoutPath are those of otherPlans to which there is no path yet, and one of them that was chosen before there was: 0 for none.
func withoutPath(a views.PlanPage, chosen domain.PlanID) []views.Option {
	return slices.DeleteFunc(otherPlans(a), func(o views.Option) bool {
		to := plainID[domain.PlanID](o.Value)
		return to != chosen && hasPath(a.Plan, to)
	})
}

// AddUpgrade is POST /products/plans/:plan/upgrades: another path, or with "change" another content of one.
func (h *PlanEdit) AddUpgrade(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	known := f.has("change")
	u := readUpgrade(f, args, known)
	kind, text := domain.PathAdded, "The path is added."
	if known {
		kind, text = domain.PathChanged, "The path is saved."
	}
	return save(c, h.store, setting(args.Plan, kind, u.Values(args.Plan.ID)...), text, args.Base+"/upgrades", func() error {
		if !known && hasPath(args.Plan, u.To) {
			key := domain.Key{Field: domain.FieldUpgrade, Plan: args.Plan.ID, Name: idText(u.To)}
			if err := h.tellAdded(c, args, key, "The path to "+domain.Isolate(args.PlanName(u.To)), args.Base+"/upgrades?edit="+idText(u.To)); err != nil {
				return err
			}
		}
		return showUpgrades(c, args, f, u.To, known)
	})
}

func readUpgrade(f *form, args views.PlanPage, change bool) domain.Upgrade {
	u := domain.Upgrade{To: formID[domain.PlanID](f, "upgrade_path", chooseFromList), Downgrade: f.text("upgrade_downgrade") == downgradeKind,
		Description: f.text("upgrade_description")}
	u.Fee = formPrice(f, "upgrade_fee", args.Currency.Exponent(), feeOfPath(args.Plan, u.To))
	if !change && !offered(idText(u.To), otherPlans(args)) {
		f.missing("upgrade_path", domain.Ref{Of: domain.ObjectPlan, ID: int64(u.To)})
	}
	if !change && hasPath(args.Plan, u.To) {
		f.fail("upgrade_path", "There is a path to "+domain.Isolate(args.PlanName(u.To))+" already: edit that one")
	}
	return u
}

// feeOfPath is the fee of a plan's upgrade path to another one, not set where there is none.
func feeOfPath(p *domain.Plan, to domain.PlanID) domain.Price {
	i := slices.IndexFunc(p.Upgrades, func(u domain.Upgrade) bool { return u.To == to })
	if i < 0 {
		return domain.Price{}
	}
	return p.Upgrades[i].Fee
}

// hasPath reports whether a plan has an upgrade path to another one.
func hasPath(p *domain.Plan, to domain.PlanID) bool {
	return slices.ContainsFunc(p.Upgrades, func(u domain.Upgrade) bool { return u.To == to })
}

// showUpgrades shows the tab again with what was typed.
func showUpgrades(c echo.Context, args views.PlanPage, f *form, to domain.PlanID, change bool) error {
	form := views.UpgradeForm{Change: change, To: f.text("upgrade_path"), Name: args.PlanName(to), Kind: f.text("upgrade_downgrade"), Fee: f.text("upgrade_fee"),
		Description: f.text("upgrade_description"), Plans: withoutPath(args, to), None: len(otherPlans(args)) == 0}
	p := planPage(c, args, args.Plan.Name)
	return show(c, views.PlanUpgradesPage(p, args, form))
}

// RemoveUpgrade is POST /products/plans/:plan/upgrades/remove: a path of the vendor's own goes, and of a delivered one what they had
// in its place.
func (h *PlanEdit) RemoveUpgrade(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	to := formID[domain.PlanID](f, "upgrade_path", chooseFromList)
	path := domain.Upgrade{To: to}
	what := domain.Change{Kind: domain.PathRemoved, About: planRef(args.Plan), Part: true}
	for _, v := range path.Values(args.Plan.ID) {
		if args.Made() {
			have, _ := args.Plan.Value(v.Key)
			what.Edits = append(what.Edits, domain.Edit{Key: v.Key, From: domain.Held{Text: have, There: true}})
		} else {
			what.Reset = append(what.Reset, v.Key)
		}
	}
	text := "The path is removed."
	if args.DeliveredPath(to) != nil {
		what.Kind, text = domain.PathChanged, "The delivered path counts again."
	}
	return save(c, h.store, what, text, args.Base+"/upgrades", nil)
}

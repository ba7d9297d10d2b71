package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Compare is GET /resellers/compare: what one account sells otherwise than another, ?a= and ?b=, both the viewer's own or below it. It is the
// difference of the two catalogs; prices in different currencies are not compared.
func (h *Resellers) Compare(c echo.Context) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	args := views.CompareResellers{List: list}
	filters, chosen := []views.Filter{}, []domain.Account{}
	for _, side := range []struct{ name, label string }{{"a", "Reseller (ID)"}, {"b", "Compared with (ID)"}} {
		filter := views.Filter{Name: side.name, Label: side.label, Number: true, Value: strings.TrimSpace(plainText(c.QueryParam(side.name)))}
		filters = append(filters, filter)
		if filter.Value == "" {
			continue
		}
		account, err := h.store.Account(c.Request().Context(), viewer(c).Account.ID, plainID[domain.AccountID](filter.Value))
		switch {
		case domain.KindOf(err) == domain.KindNotFound && err != nil:
			formOf(c).fail(side.name, "Enter the ID of one of your resellers")
		case err != nil:
			return err
		default:
			chosen = append(chosen, account)
		}
	}
	args.List.Filters = filters
	if len(chosen) == 2 {
		err = h.compared(c, &args, chosen[0], chosen[1])
	} else {
		err = h.candidates(c, &args, chosen)
	}
	if err != nil {
		return err
	}
	return show(c, views.CompareResellersPage(page(c, "Compare two resellers", resellersPath, views.Crumb{Label: "Resellers", URL: resellersPath}), args))
}

// candidates lists who can be chosen beside who is, and the viewer's own account apart from them: it is on no page of theirs.
func (h *Resellers) candidates(c echo.Context, args *views.CompareResellers, chosen []domain.Account) error {
	v, side := viewer(c), openSide(c, args.List, len(chosen))
	rows, total, err := h.store.Resellers(c.Request().Context(), v, v.Account.ID, args.List.ListQuery())
	if err != nil {
		return err
	}
	args.List.Total = total
	own := views.Candidate{Name: v.Account.Name, URL: views.Choosing(args.List, side, idText(v.Account.ID))}
	for _, one := range chosen {
		args.One = one.Name
	}
	if len(chosen) == 0 || chosen[0].ID != v.Account.ID {
		args.Own = &own
	}
	for _, row := range rows {
		if len(chosen) == 1 && row.ID == chosen[0].ID {
			continue
		}
		note := "Level " + strconv.Itoa(row.Level) + ", " + string(row.Currency) + ", ID " + idText(row.ID)
		args.Others = append(args.Others, views.Candidate{Name: row.Name, Note: note, URL: views.Choosing(args.List, side, idText(row.ID))})
	}
	return nil
}

// openSide is the first side of a comparison, ?a= or ?b=, that an address leaves open, or names wrongly; chosen is how many are right.
func openSide(c echo.Context, list views.List, chosen int) string {
	for _, side := range list.Filters {
		if side.Value == "" || formOf(c).errs.For(side.Name) != "" {
			return side.Name
		}
	}
	return list.Filters[min(chosen, 1)].Name
}

// compared fills in what two accounts sell otherwise.
func (h *Resellers) compared(c echo.Context, args *views.CompareResellers, a, b domain.Account) error {
	v, ctx := viewer(c), c.Request().Context()
	first, _, err := h.store.Catalog(ctx, v, a.ID)
	if err != nil {
		return err
	}
	second, _, err := h.store.Catalog(ctx, v, b.ID)
	if err != nil {
		return err
	}
	resources, err := h.store.Resources(ctx, v)
	if err != nil {
		return err
	}
	args.A, args.B = &a, &b
	names, all := namesWith(resources, second, first), domain.Difference(first, second)
	if a.Currency != b.Currency {
		all = slices.DeleteFunc(all, func(o domain.Outcome) bool { return o.Key.Field.IsPrice() || o.Key.Field.IsMSRP() })
	}
	outcomes := pageRows(&args.List, all, func(o domain.Outcome) []string {
		text := views.DescribeOutcome(o, names, b.Currency)
		return []string{text.Group + " " + text.Subject.String(), idText(o.Key.Plan)}
	})
	args.Groups = views.GroupOutcomes(outcomes, names, b.Currency)
	return nil
}

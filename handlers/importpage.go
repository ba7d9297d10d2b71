package handlers

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/views"
)

// importing is a price list that was sent, with what it comes to.
type importing struct {
	file    domain.SentFile
	sheet   *pricesheet.Sheet
	in      domain.PriceImport
	out     domain.Imported
	seen    string
	jumps   []domain.Jump   // of its changes, that somebody is to look at
	below   domain.PutBelow // whom all of them would put below cost
	offSale []*domain.Plan  // which plans leave sale by all of them
	wrong   views.Errors    // why it cannot be saved as it is
	rows    importRows
}

// Show is GET /products/prices/import/:file: the page before saving.
func (h *Imports) Show(c echo.Context) error {
	file, err := h.file(c)
	if err != nil {
		return err
	}
	i, err := h.shown(c, file)
	switch {
	case errors.Is(err, errColumns):
		return lead(c, views.ImportColumnsURL(file.ID))
	case err != nil:
		return err
	}
	return h.showImport(c, i)
}

// shown is what a file comes to now, with what is to be looked at.
func (h *Imports) shown(c echo.Context, file domain.SentFile) (importing, error) {
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog})
	if err != nil {
		return importing{}, err
	}
	now, err := h.store.PricesNow(c.Request().Context(), viewer(c))
	if err != nil {
		return importing{}, err
	}
	key, err := lookKey(viewer(c), file, seen, now)
	if err != nil {
		return importing{}, err
	}
	if last := h.looked.kept(key); last != nil {
		last.file = file
		return *last, nil
	}
	list, err := priceListOf(c, h.store)
	if err != nil {
		return importing{}, err
	}
	i, err := h.importing(c, file, list)
	if err != nil {
		return i, err
	}
	i.seen = seen
	if err = h.look(c, &i); err == nil {
		i.rows = i.allRows()
		h.looked.keep(key, i)
	}
	return i, err
}

// importing reads the file and says what it comes to in a price list.
func (h *Imports) importing(c echo.Context, file domain.SentFile, list domain.PriceList) (i importing, err error) {
	v := viewer(c)
	i.file = file
	if i.sheet, err = h.read(c.Request().Context(), v, file); err != nil {
		return i, err
	}
	choices := file.Choices
	i.in = domain.PriceImport{Currency: v.Account.Currency, Pattern: choices.Pattern, MakesPlan: mayCreatePlans(v), Makes: map[int]bool{},
		Prices: map[domain.Key]domain.GoneChoice{}, Plans: choices.Plans}
	for _, line := range choices.Makes {
		i.in.Makes[line] = true
	}
	for text, choice := range choices.Prices {
		for _, key := range domain.ParseKeys([]string{text}) {
			i.in.Prices[key] = choice
		}
	}
	for n := range i.sheet.Lines {
		line := &i.sheet.Lines[n]
		switch line.State {
		case pricesheet.Counts:
			i.in.Lines = append(i.in.Lines, &line.SheetLine)
		case pricesheet.Deleted:
			i.in.Deleted = append(i.in.Deleted, &line.SheetLine)
		case pricesheet.Later, pricesheet.Wrong:
			i.in.Others = append(i.in.Others, &line.SheetLine)
		}
	}
	i.out = list.Import(i.in)
	return i, nil
}

// change is what saving it does to the catalog.
func (i importing) change() domain.Change {
	return domain.Change{Kind: domain.PricesImported, About: domain.Ref{Of: domain.ObjectCatalog, Name: i.file.Name}, Part: true, Edits: i.out.Edits,
		File: &i.file.PriceFile, SureOfNew: true}
}

// look finds what jumps, and what would be refused.
func (h *Imports) look(c echo.Context, i *importing) error {
	if len(i.out.Edits) == 0 {
		return nil
	}
	what := i.change()
	what.Seen, what.WantsAsking, what.WantsBelow = plainID[domain.ChangeID](i.seen), true, true
	done, err := h.store.PreviewChange(c.Request().Context(), viewer(c), what)
	i.below, i.offSale = done.Below, done.OffSale
	if found := domain.Jumping(err); found != nil {
		i.jumps, i.below, i.offSale = found.List, found.Below, found.OffSale
		return nil
	}
	if errs, wrong := invalid(err); wrong {
		i.wrong = errs
		return nil
	}
	return err
}

// Save is POST /products/prices/import/:file: it keeps what was decided on the page, and where the button says so saves the prices.
func (h *Imports) Save(c echo.Context) error {
	file, err := h.file(c)
	if err != nil {
		return err
	}
	f, ctx, v := formOf(c), c.Request().Context(), viewer(c)
	button := f.text("go")
	decide(f, &file.Choices)
	if f.err() != nil {
		return h.Show(c)
	}
	if button == views.GoAll || button == views.GoNone {
		if err := h.decideAll(c, &file, button == views.GoAll); err != nil {
			return err
		}
	}
	if err := h.store.ChoosePriceFile(ctx, v, file.ID, file.Choices); err != nil {
		return err
	}
	if button != views.GoSave {
		return lead(c, c.Request().URL.RequestURI())
	}
	return h.save(c, file)
}

// SaveDay is POST /products/prices/import/:file/day: for which day the file is read.
func (h *Imports) SaveDay(c echo.Context) error {
	file, err := h.file(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	if file.Choices.Day = importDay(f); f.err() != nil {
		return h.Show(c)
	}
	if err := h.store.ChoosePriceFile(c.Request().Context(), viewer(c), file.ID, file.Choices); err != nil {
		return err
	}
	return lead(c, views.ImportURL(file.ID))
}

// mostDecided is how many values that others changed meanwhile are asked about one by one. Where it is more, the list is shown again as it meets
// what there is now.
const mostDecided = 200

// save makes the change, all or nothing.
func (h *Imports) save(c echo.Context, file domain.SentFile) error {
	changes, withdrawn, err := h.changes(c, file)
	if refused(c, err) {
		return h.Show(c)
	}
	if err != nil {
		return err
	}
	ctx, v := c.Request().Context(), viewer(c)
	made, err := h.store.DoAll(ctx, v, append(changes, withdrawn...)...)
	if refused(c, err) {
		return h.Show(c)
	}
	if found := domain.Colliding(err); found != nil && len(found.List) > mostDecided {
		return answer(c, views.Flash{Tone: views.Warn, Text: views.ChangedMeanwhile(len(found.List))}, views.ImportURL(file.ID))
	}
	if err != nil {
		return err
	}
	_ = h.store.ForgetPriceFile(ctx, v, file.ID) // it goes by itself in a day
	saved := made[0]
	if len(changes) == 0 {
		saved = together(made)
	} else {
		for _, more := range made[1:] {
			saved.Tell(more)
		}
	}
	return changed(c, told(ctx, h.store, v, saved), views.Imported(file.Name, len(withdrawn)), pricesPath)
}

// changes are what saving a file does: that of the prices, as they were shown, none where there are none; and what takes plans off delegation.
// What jumps and is not meant stays.
func (h *Imports) changes(c echo.Context, file domain.SentFile) (prices, withdrawn []domain.Change, err error) {
	ctx, v := c.Request().Context(), viewer(c)
	list, err := priceListOf(c, h.store)
	if err != nil {
		return nil, nil, err
	}
	if seen := plainID[domain.ChangeID](formOf(c).raw("seen")); seen != 0 {
		if list.State, err = h.store.StateAt(ctx, v, seen); err != nil {
			return nil, nil, err
		}
		list.Sold = list.State.Effective()
	}
	i, err := h.importing(c, file, list)
	if err != nil {
		return nil, nil, err
	}
	if n := i.unmade(); n > 0 {
		formOf(c).fail("", views.PlansNotMade(n))
		return nil, nil, formOf(c).err()
	}
	if withdrawn, err = h.withdrawn(ctx, v, i.out.Withdrawn); err != nil || len(i.out.Edits) == 0 && len(withdrawn) > 0 {
		return nil, withdrawn, err
	}
	what := asked(c, "seen", i.change())
	what.SureOfNew, what.Once = true, onceKey(c)
	what.Sure = append(what.Sure, domain.ParseKeys(file.Choices.Sure)...)
	_, err = h.store.PreviewChange(ctx, v, what)
	if found := domain.Jumping(err); found != nil {
		for _, jump := range found.List {
			what.Leave = append(what.Leave, jump.Key)
		}
	}
	return []domain.Change{what}, withdrawn, nil
}

// unmade is of how many products a plan is asked for and none is made.
func (i importing) unmade() (n int) {
	for _, product := range i.out.Unknown {
		if product.Why != "" {
			n++
		}
	}
	return n
}

// withdrawn are the changes that take plans off delegation, one of each template that delegates some.
func (h *Imports) withdrawn(ctx context.Context, v domain.Viewer, plans []domain.PlanID) ([]domain.Change, error) {
	if len(plans) == 0 {
		return nil, nil
	}
	templates, err := h.store.Templates(ctx, v)
	var changes []domain.Change
	for _, t := range templates {
		var without []domain.Key
		for _, id := range plans {
			if slices.Contains(t.Delegated, id) {
				without = append(without, domain.Key{Field: domain.FieldTemplatePlan, Plan: id})
			}
		}
		if len(without) > 0 {
			changes = append(changes, templateChange(domain.DelegationChanged, t, nil, without))
		}
	}
	return changes, err
}

// showImport shows the page of a state.
func (h *Imports) showImport(c echo.Context, i importing) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	v, rows := viewer(c), i.rows
	args := views.ImportShown{File: i.file, Sheet: i.sheet.Layout, Readings: i.sheet.Readings, Day: dayOf(i.file).Format(time.DateOnly), Seen: i.seen,
		Names: i.out.List.Names, Currency: v.Account.Currency, Wrong: i.wrong, Below: i.below, OffSale: i.offSale, MayMake: i.in.MakesPlan, MayWithdraw: v.May(domain.ManageSubResellers),
		Pattern: optional(i.in.Pattern), Found: rows.counts(), Saves: i.saves()}
	args.State = args.Found.State(c.QueryParam("state"))
	list.Extra = map[string][]string{"state": {args.State}}
	found := filterRows(c, &list, args.State, rows[args.State])
	args.Rows = i.ticked(pageRows(&list, found, views.ImportRow.Texts))
	args.List = list
	if args.State == views.ImportUnknown {
		args.Patterns = patternChoices(i.out.List)
	}
	return show(c, views.ImportShownPage(h.page(c, i.file, i.file.Name), args))
}

// patternChoices are the plans that new ones can be made like.
func patternChoices(list domain.PriceList) []views.Option {
	options := append([]views.Option{{Value: "", Label: "none: leave what is unknown"}}, planChoices(list.Patterns())...)
	sortByName(options[1:], func(o views.Option) string { return o.Label })
	return options
}

// saves counts what saving would do now.
func (i importing) saves() (s views.ImportSaves) {
	s.Makes, s.Withdraws = len(i.out.Made), len(i.out.Withdrawn)
	sure := map[domain.Key]bool{}
	for _, key := range domain.ParseKeys(i.file.Choices.Sure) {
		sure[key] = true
	}
	left := map[domain.Key]bool{}
	for _, jump := range i.jumps {
		if !jump.New() && !sure[jump.Key] {
			left[jump.Key] = true
		}
	}
	for _, e := range i.out.Edits {
		if e.Key.Plan > 0 && (e.Key.Field.IsPrice() || e.Key.Field.IsMSRP()) && !left[e.Key] {
			s.Sets++
		}
	}
	s.Leaves = len(left)
	return s
}

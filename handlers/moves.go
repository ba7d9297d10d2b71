package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// moveStore moves resellers to other vendors.
type moveStore interface {
	changer
	accountReader
	// MoveVendors are those to whom a reseller can be moved, one page of them.
	MoveVendors(ctx context.Context, v domain.Viewer, reseller domain.AccountID, q pages.ListQuery) ([]pages.VendorRow, int, error)
	PreviewChange(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error)
	// Move says what would become of a reseller below the viewer who bought from another vendor.
	Move(ctx context.Context, v domain.Viewer, reseller, to domain.AccountID) (domain.Move, error)
}

// Moves are the pages on which a reseller is moved to another vendor.
type Moves struct{ store moveStore }

// NewMoves returns the pages over a store.
func NewMoves(store moveStore) *Moves { return &Moves{store} }

// Choose is GET /resellers/:id/move: to whom a reseller can be moved; with ?to= what would become of them there.
func (h *Moves) Choose(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	if args.Move == nil {
		return h.choices(c, args)
	}
	if _, err := h.store.PreviewChange(c.Request().Context(), viewer(c), moving(args)); err != nil && !refused(c, err) {
		return err
	}
	args.Refused = len(formOf(c).errs) > 0
	return h.show(c, args)
}

// Submit is POST /resellers/:id/move.
func (h *Moves) Submit(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	if args.Move == nil {
		return domain.NotFound("The new vendor")
	}
	text := domain.Isolate(args.Name) + " buys from " + domain.Isolate(args.Move.To.Name) + " now. What was delivered to them stays until you synchronize."
	return save(c, h.store, moving(args), text, resellersPath+"/"+idText(args.ID), func() error {
		args.Refused = true
		return h.show(c, args)
	})
}

// moving is the change.
func moving(args views.MovePage) domain.Change {
	return domain.Change{Kind: domain.ResellerMoved, About: domain.Ref{Of: domain.ObjectReseller, ID: int64(args.ID), Name: args.Name}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldVendor}, Value: idText(args.Move.To.ID)}}}
}

// load reads the reseller, and where the address names the new vendor what would become of them.
func (h *Moves) load(c echo.Context) (args views.MovePage, err error) {
	id, err := pathID[domain.AccountID](c, "id")
	if err != nil {
		return args, err
	}
	if args.Seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectReseller, ID: int64(id)}); err != nil {
		return args, err
	}
	if args.Reseller, err = resellerOf(c, h.store, "General"); err != nil {
		return args, err
	}
	to := plainID[domain.AccountID](c.QueryParam("to"))
	if to == 0 {
		return args, nil
	}
	move, err := h.store.Move(c.Request().Context(), viewer(c), id, to)
	args.Move = &move
	return args, err
}

// choices are the vendors to whom the reseller can be moved.
func (h *Moves) choices(c echo.Context, args views.MovePage) error {
	v, ctx := viewer(c), c.Request().Context()
	list, err := listState(c, "tree")
	if err != nil {
		return err
	}
	if args.Vendors, list.Total, err = h.store.MoveVendors(ctx, v, args.ID, list.ListQuery()); err != nil {
		return err
	}
	args.List = list
	return h.show(c, args)
}

func (h *Moves) show(c echo.Context, args views.MovePage) error {
	if args.Move != nil {
		list, err := listState(c, "")
		if err != nil {
			return err
		}
		list.Extra = map[string][]string{"to": {idText(args.Move.To.ID)}}
		if args.ShowsBelow = c.QueryParam("show") == views.MovedBelowCost; args.ShowsBelow {
			list.Extra["show"] = []string{views.MovedBelowCost}
			args.Below = pageRows(&list, args.Move.Below, nil)
		} else {
			args.Plans = pageRows(&list, args.Move.Plans, nil)
		}
		args.List = list
	}
	return show(c, views.MoveResellerPage(resellerPage(c, args.Reseller, "Move to another vendor"), args))
}

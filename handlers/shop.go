package handlers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// ShopPrefix is how the addresses of shops begin. What is below it is the same for everybody: nobody is asked who they are.
const ShopPrefix = "/shop/"

// catalogPath is where the signed-in see what their customers would.
const catalogPath = "/catalog"

// shopStore answers what a shop shows. ShopOf is KindNotFound for every address under which nobody shows anything.
type shopStore interface {
	changer
	catalogReader
	ShopOf(ctx context.Context, name string) (domain.Account, error)
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	Seen(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.ChangeID, error)
}

// Shops are the pages of what customers see.
type Shops struct{ store shopStore }

// NewShops returns the pages over a store.
func NewShops(store shopStore) *Shops { return &Shops{store} }

// Own is GET /catalog: what the customers of the signed-in would see, with ?category= and ?page=.
func (h *Shops) Own(c echo.Context) error {
	v := viewer(c)
	front, err := h.front(c, v.Account, catalogPath)
	if err != nil {
		return err
	}
	front.Viewer = &v
	front.Settings = domain.ShopSet.Info().May(v) == nil
	return render(c, http.StatusOK, views.ShopPage(front))
}

// OwnJSON is GET /catalog.json: the same for programs, whole.
func (h *Shops) OwnJSON(c echo.Context) error {
	front, err := h.front(c, viewer(c).Account, catalogPath)
	if err != nil {
		return err
	}
	return answerJSON(c, "private, no-cache", front)
}

// Show is GET /shop/:shop: the catalog of a reseller who lets everybody see it, or with .json behind the address for programs.
func (h *Shops) Show(c echo.Context) error {
	name, err := url.PathUnescape(c.Param("shop"))
	if err != nil || !isText(name) {
		name = ""
	}
	name, forPrograms := strings.CutSuffix(name, ".json")
	account, err := h.store.ShopOf(c.Request().Context(), name)
	if err != nil {
		return err
	}
	front, err := h.front(c, account, ShopPrefix+account.Shop.Name)
	switch {
	case err != nil:
		return err
	case forPrograms:
		return answerJSON(c, everybodys, front)
	}
	body, err := rendered(c, views.ShopPage(front))
	if err != nil {
		return err
	}
	return answerCached(c, everybodys, echo.MIMETextHTMLCharsetUTF8, body)
}

// everybodys is what may be kept of an answer that is the same for everybody: all of it, and it is asked each time whether it is still so.
const everybodys = "public, no-cache"

// front is what an account shows at this address. A category that it does not show is KindNotFound.
func (h *Shops) front(c echo.Context, account domain.Account, path string) (f views.Shopfront, err error) {
	v, ctx := domain.Viewer{Account: account}, c.Request().Context()
	effective, state, err := h.store.Catalog(ctx, v, account.ID)
	if err != nil {
		return f, err
	}
	resources, err := h.store.Resources(ctx, v)
	if err != nil {
		return f, err
	}
	f = views.Shopfront{Name: account.Name, Currency: account.Currency, Path: path, Shelves: domain.Shelves(state, nameOrder()), Terms: effective.Terms,
		Resources: map[domain.ResourceID]domain.Resource{}}
	for _, r := range resources {
		f.Resources[r.ID] = r
	}
	if f.List, err = listState(c, ""); err != nil {
		return f, err
	}
	f.List.Path = path
	if slug := c.QueryParam("category"); slug != "" {
		i := slices.IndexFunc(f.Shelves, func(s domain.Shelf) bool { return s.Slug == slug })
		if i < 0 {
			return f, domain.NotFound("The page")
		}
		f.Shelf = &f.Shelves[i]
		f.List.Extra = url.Values{"category": {slug}}
		f.Plans = pageRows(&f.List, f.Shelf.Plans, func(*domain.Plan) []string { return nil })
	}
	return f, nil
}

// rendered is a component as text.
func rendered(c echo.Context, component templ.Component) ([]byte, error) {
	endReading(c)
	var body bytes.Buffer
	err := component.Render(c.Request().Context(), &body)
	return body.Bytes(), err
}

// answerJSON answers with what a front shows, in the words of schema.org.
func answerJSON(c echo.Context, keep string, f views.Shopfront) error {
	endReading(c)
	body, err := json.Marshal(views.OfferCatalogOf(f))
	if err != nil {
		return err
	}
	return answerCached(c, keep, "application/ld+json; charset=utf-8", body)
}

// answerCached answers with a body that may be kept, or says that the one is right which the client has.
func answerCached(c echo.Context, keep, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	header := c.Response().Header()
	header.Set("ETag", tag)
	header.Set(echo.HeaderCacheControl, keep)
	for _, known := range strings.Split(c.Request().Header.Get("If-None-Match"), ",") {
		if known = strings.TrimPrefix(strings.TrimSpace(known), "W/"); known == tag || known == "*" {
			return c.NoContent(http.StatusNotModified)
		}
	}
	return c.Blob(http.StatusOK, mediaType, body)
}

// Settings is GET /catalog/settings: whether everybody may see the catalog of the viewer's account, and where.
func (h *Shops) Settings(c echo.Context) error {
	own := viewer(c).Account
	seen, err := seenOf(c, h.store, ownSettings(viewer(c)))
	if err != nil {
		return err
	}
	f, args := formOf(c), views.ShopSettings{Shop: own.Shop, Open: own.Shop.Open, Name: own.Shop.Name, Seen: seen}
	if f.sent() {
		args.Open, args.Name, args.Seen = f.has(string(domain.FieldShopOpen)), f.text(string(domain.FieldShopName)), f.seen("seen")
	}
	return show(c, views.ShopSettingsPage(page(c, "Public Catalog", catalogPath, views.Crumb{Label: "Catalog", URL: catalogPath}), args))
}

// SaveSettings is POST /catalog/settings.
func (h *Shops) SaveSettings(c echo.Context) error {
	f := formOf(c)
	name := strings.ToLower(f.line(string(domain.FieldShopName)))
	what := domain.Change{Kind: domain.ShopSet, About: ownSettings(viewer(c)), Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldShopOpen}, Value: domain.YesNo(f.ticked(string(domain.FieldShopOpen)))},
			{Key: domain.Key{Field: domain.FieldShopName}, Value: name}}}
	return save(c, h.store, what, "Saved.", catalogPath+"/settings", func() error { return h.Settings(c) })
}

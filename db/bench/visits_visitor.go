package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/static"
)

// visitor is somebody who asks the program for pages, as a browser does.
type visitor struct {
	name    string
	viewer  domain.Viewer
	email   string
	ids     map[string]string // by the names of parameters
	base    string            // the program's address
	browser *http.Client
}

// visitorsOf are the provider, and a reseller of each level below the other, with own values where some have them: all administrators
// with the same password.
func visitorsOf(ctx context.Context, d *db.DB, conn *sql.DB, levels int) ([]*visitor, error) {
	const provider = `
		SELECT u.id, u.email FROM account a JOIN app_user u ON u.account_id = a.id WHERE a.kind = 'provider' ORDER BY a.id, u.id LIMIT 1`
	const below = `
		SELECT u.id, u.email FROM account a JOIN app_user u ON u.account_id = a.id
		WHERE a.parent_id = $1 ORDER BY NOT EXISTS (SELECT FROM change c WHERE c.account_id = a.id AND c.kind = 'catalog_changed'), a.id LIMIT 1`
	var list []*visitor
	for level := range levels + 1 {
		query, args := provider, []any{}
		v := &visitor{name: "provider"}
		if level > 0 {
			query, args = below, []any{list[level-1].viewer.Account.ID}
			v.name = "level " + strconv.Itoa(level)
		}
		var user domain.UserID
		if err := conn.QueryRowContext(ctx, query, args...).Scan(&user, &v.email); err != nil {
			return nil, fmt.Errorf("find a visitor, %s: %w", v.name, err)
		}
		var err error
		if v.viewer, err = d.Viewer(ctx, user); err != nil {
			return nil, err
		}
		if v.ids, err = idsOf(ctx, d, conn, v.viewer); err != nil {
			return nil, fmt.Errorf("ids for the %s: %w", v.name, err)
		}
		list = append(list, v)
	}
	return list, nil
}

// idsOf finds what the addresses of pages name, of what a viewer has; what they do not have is not there.
func idsOf(ctx context.Context, d *db.DB, conn *sql.DB, v domain.Viewer) (map[string]string, error) {
	ids := map[string]string{"status": string(domain.Cancel), "currency": "EUR",
		"asset": strings.TrimPrefix(static.URL("app.js"), static.Prefix)}
	catalog, _, err := d.Catalog(ctx, v, v.Account.ID)
	if err != nil {
		return nil, err
	}
	idsInCatalog(catalog, ids)
	file, err := d.TakePriceFile(ctx, v, "measured.csv", domain.ImportChoices{}, strings.NewReader(measuredList(ids)))
	if err != nil {
		return nil, err
	}
	ids["price file"] = strconv.FormatInt(int64(file), 10)
	if err := openShop(ctx, d, v, ids); err != nil {
		return nil, err
	}
	if err := keepRecipe(ctx, d, v); err != nil {
		return nil, err
	}
	for name, query := range map[string]string{
		"version":      `SELECT min(id) FROM entry WHERE account_id = $1`,
		"subscription": `SELECT min(s.id) FROM subscription s JOIN account a ON a.id = s.account_id WHERE a.parent_id = $1 AND s.status = 'Active'`,
		"reseller":     `SELECT min(id) FROM account WHERE parent_id = $1`,
		"template":     `SELECT min(id) FROM template WHERE account_id = $1`,
		"run":          `SELECT max(id) FROM run WHERE account_id = $1 AND kind = 'sync'`,
		"earlier run":  `SELECT id FROM run WHERE account_id = $1 AND kind = 'sync' ORDER BY id DESC OFFSET 1 LIMIT 1`,
		"delivery":     `SELECT max(id) FROM entry WHERE account_id = $1 AND run_id IS NOT NULL`,
		"reached":      `SELECT max(id) FROM change WHERE object = 'reseller' AND object_id = $1 AND account_id <> $1 AND kind <> 'reseller_created'`,
		"notification": `SELECT min(id) FROM notification_template WHERE account_id = $1`,
		"flow":         `SELECT min(id) FROM order_flow WHERE account_id = $1`,
		"recipe":       `SELECT min(id) FROM recipe WHERE account_id = $1`,
		"user":         `SELECT min(id) FROM app_user WHERE account_id = $1`,
		"change":       `SELECT max(id) FROM change WHERE account_id = $1 AND kind = 'catalog_changed'`,
	} {
		var id sql.NullInt64
		if err := conn.QueryRowContext(ctx, query, v.Account.ID).Scan(&id); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if id.Valid {
			ids[name] = strconv.FormatInt(id.Int64, 10)
		}
	}
	return ids, nil
}

// keepRecipe keeps the boxes of a price list under a name, for a provider who has none yet from an earlier time.
func keepRecipe(ctx context.Context, d *db.DB, v domain.Viewer) error {
	if !v.IsProvider() {
		return nil
	}
	if list, err := d.Recipes(ctx, v); err != nil || len(list) > 0 {
		return err
	}
	r := domain.Recipe{Name: "Measured", Boxes: domain.BoxesOf(domain.Ticked(priceBoxes)), Reach: domain.AllLevels, Policy: domain.Keep}
	_, err := d.Do(ctx, v, domain.Change{Kind: domain.RecipeSaved, About: domain.Ref{Of: domain.ObjectRecipe, ID: domain.NewID, Name: r.Name}, Typed: r.Values()})
	return err
}

// openShop lets everybody see what a reseller sells. A provider has no shop.
func openShop(ctx context.Context, d *db.DB, v domain.Viewer, ids map[string]string) error {
	if v.IsProvider() {
		return nil
	}
	ids["shop"] = fmt.Sprintf("measured-%d", v.Account.Level)
	_, err := d.Do(ctx, v, domain.Change{Kind: domain.ShopSet, About: domain.Ref{Of: domain.ObjectReseller, ID: int64(v.Account.ID), Name: v.Account.Name}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldShopOpen}, Value: domain.Yes}, {Key: domain.Key{Field: domain.FieldShopName}, Value: ids["shop"]}}})
	return err
}

// measuredList is a price list of one line, as our own exports are.
func measuredList(ids map[string]string) string {
	return "Plan ID,Period ID,Plan,Price,Amount,Currency,Layer\n" + ids["plan"] + "," + ids["period"] + ",Measured,recurring_fee,12.30,USD,effective\n"
}

// idsInCatalog adds the ids of what stands in a catalog: of a plan that is sold, the reseller plan, and one of everything else.
func idsInCatalog(c *domain.Catalog, ids map[string]string) {
	add := func(name string, id int64) {
		if ids[name] == "" {
			ids[name] = strconv.FormatInt(id, 10)
		}
	}
	for _, p := range c.Plans {
		if p.Type == domain.ResellerPlan {
			add("program", int64(p.ID))
			continue
		}
		add("plan", int64(p.ID))
		add("period", int64(p.Periods[0].ID))
		add("resource", int64(p.Rates[0].Resource))
	}
	if c.Categories != nil {
		for _, category := range c.Categories.Sales {
			add("sales category", int64(category.ID))
		}
		for _, category := range c.Categories.Plan {
			add("plan category", int64(category.ID))
		}
		for _, category := range c.Categories.Resource {
			add("resource category", int64(category.ID))
		}
	}
	if c.Schedules != nil {
		for _, s := range c.Schedules.List {
			add("schedule", int64(s.ID))
		}
	}
	if c.Terms != nil {
		for _, document := range c.Terms.Documents { // the last is their own, where they have one
			ids["document"] = strconv.FormatInt(document.ID, 10)
		}
	}
}

// signIn signs in at the program.
func (v *visitor) signIn(ctx context.Context, base, password string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	v.base, v.browser = base, &http.Client{Jar: jar, Timeout: 5 * time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	form := url.Values{"email": {v.email}, "password": {password}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/login", strings.NewReader(form))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status, _, err := v.send(request)
	if err == nil && status != http.StatusSeeOther {
		err = fmt.Errorf("sign in as %s: status %d", v.email, status)
	}
	return err
}

// readLimit is how many bytes of an answer a visitor reads: an export can be hundreds of megabytes, which says nothing of a page.
const readLimit = 8_000_000

// get asks for a page and reads it to its end; one byte more than readLimit of what is longer.
func (v *visitor) get(ctx context.Context, path string) (status, size int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, v.base+path, nil)
	if err != nil {
		return 0, 0, err
	}
	return v.send(request)
}

func (v *visitor) send(request *http.Request) (status, size int, err error) {
	answer, err := v.browser.Do(request)
	if err != nil {
		return 0, 0, err
	}
	n, err := io.Copy(io.Discard, io.LimitReader(answer.Body, readLimit+1))
	return answer.StatusCode, int(n), errors.Join(err, answer.Body.Close())
}

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tiersync/db"
	"tiersync/db/localpg"
	"tiersync/db/worlds"
)

// TestTwoProcessesOnAStandby lets a browser save at one process and look at the other, both of which read pages from a standby: it never
// sees what was before it saved. Then the primary goes, and pages are shown that say so.
func TestTwoProcessesOnAStandby(t *testing.T) {
	t.Parallel()
	start := func(config localpg.Config) *localpg.Server {
		server, err := localpg.Start(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		return server
	}
	stop := func(server *localpg.Server) func() {
		return func() {
			if err := server.Stop(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		}
	}
	primary := start(localpg.Config{})
	stopPrimary := stop(primary)
	plant := func() error {
		d, err := db.Open(t.Context(), primary.URL(), db.Options{MaxConns: 2})
		if err != nil {
			return err
		}
		defer d.Close()
		if err := d.Migrate(t.Context()); err != nil {
			return err
		}
		if err := d.Claim(t.Context(), db.UseProduction); err != nil {
			return err
		}
		_, err = worlds.Plant(t.Context(), d, smallStory)
		return err
	}
	if err := plant(); err != nil {
		t.Fatal(err)
	}
	standby := start(localpg.Config{StandbyOf: primary})
	t.Cleanup(stop(standby))
	first, second := startProgram(t, primary.URL(), "--read-url="+standby.URL()), startProgram(t, primary.URL(), "--read-url="+standby.URL())
	here := newVisitor(t, first.url).signIn("P")
	there := here.at(second.url)
	const path = "/products/sales-categories"
	for n := range 20 {
		name := fmt.Sprintf("Category %d.", n)
		here.want(http.StatusSeeOther, here.post(path+"/new", url.Values{"category_name": {name}, "category_position": {"1"}, "boxes": {"display_category"}, "display_category": {"yes"}}))
		if page := there.want(http.StatusOK, there.get(path)); !strings.Contains(page.Text, name) {
			t.Fatalf("after saving %q the other process shows\n%s", name, page.Page.Find("main").Text())
		}
	}
	stopPrimary()
	page := there.get(path)
	for until := time.Now().Add(20 * time.Second); !strings.Contains(page.Text, "Nothing can be changed at the moment") && time.Now().Before(until); page = there.get(path) {
		time.Sleep(100 * time.Millisecond)
	}
	if page.StatusCode != http.StatusOK || !strings.Contains(page.Text, "Nothing can be changed at the moment") || !strings.Contains(page.Text, "Category 19.") {
		t.Errorf("without the primary: status %d\n%s", page.StatusCode, page.Page.Find("main").Text())
	}
	refused := there.post(path+"/new", url.Values{"category_name": {"Lost"}, "category_position": {"1"}, "boxes": {"display_category"}})
	if refused.StatusCode != http.StatusServiceUnavailable || refused.Header.Get("Retry-After") == "" {
		t.Errorf("saving without the primary: status %d", refused.StatusCode)
	}
	there.want(http.StatusOK, there.get("/readyz"))
}

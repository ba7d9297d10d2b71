package main

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"tiersync/db"
	"tiersync/db/localpg"
	"tiersync/db/worlds"
	"tiersync/web/server"
)

// updatePages writes the tables of what pages ask anew.
var updatePages = flag.Bool("pages.update", false, "write testdata/pages.txt anew")

// TestEveryPageHasAnAddress fails for a route with a parameter for which there is no id.
func TestEveryPageHasAnAddress(t *testing.T) {
	t.Parallel()
	for _, p := range everyPage() {
		for part := range strings.SplitSeq(p.Path, "/") {
			if (strings.HasPrefix(part, ":") || part == "*") && parameterOf(p.Path, part) == "" {
				t.Errorf("%s: say in visits_addresses.go which id stands for %s", p.Path, part)
			}
		}
	}
	routes := map[string]bool{}
	for _, p := range server.Pages() {
		routes[p.Path] = true
	}
	for route := range queries {
		if !routes[route] {
			t.Errorf("there is no route %s, but queries for it", route)
		}
	}
}

// visitedSize is a small distributor, whose history is long all the same: what reads all of it shows.
var visitedSize, visitedHistory = Size{Resellers: 73, Levels: 3, Plans: 12, Periods: 2, Rates: 3, Own: 0.2, OwnValues: 5}, History{Runs: 60, Real: 5, New: 12}

// TestWhatPagesAsk asks for every page and compares how many statements it takes and how many rows they read with a table. No page may
// take more; -pages.update writes the table.
func TestWhatPagesAsk(t *testing.T) {
	t.Parallel()
	ctx, log := t.Context(), &sqlLog{}
	postgres, err := localpg.Start(ctx, localpg.Config{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := postgres.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
	conn, err := plainConnection(postgres.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	visitors, err := openWorld(ctx, postgres.URL(), conn, Visits{Size: visitedSize, History: visitedHistory, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := tellStatements(ctx, conn, true); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, postgres.URL(), db.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	handler, err := server.New(d, server.Config{SessionKey: make([]byte, 32), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	tiersync := httptest.NewServer(handler)
	defer tiersync.Close()
	for _, v := range visitors {
		if err := v.signIn(ctx, tiersync.URL, worlds.Password); err != nil {
			t.Fatal(err)
		}
	}
	a := &asker{conn: conn, log: log, cpu: func() time.Duration { return 0 }, times: 2}
	var all []visit
	for _, p := range everyPage() {
		some, err := a.ask(ctx, p, visitors)
		if err != nil {
			t.Fatal(err)
		}
		seen := false
		for _, v := range some {
			seen = seen || !v.refused()
		}
		if !seen {
			t.Errorf("%s shows nobody anything: %v", p.name(), some)
		}
		all = append(all, some...)
	}
	compareAsked(t, "testdata/pages.txt", all, func(v visit) []visit {
		some, err := a.ask(ctx, v.page, visitors)
		if err != nil {
			t.Fatal(err)
		}
		return some
	})
}

// compareAsked compares what was asked with a table, and writes it anew where that is wanted. A page that took more is asked for again:
// now and then the program asks something by itself meanwhile.
func compareAsked(t *testing.T, file string, all []visit, again func(visit) []visit) {
	t.Helper()
	if *updatePages {
		var b bytes.Buffer
		table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		for _, v := range all {
			if !v.refused() {
				fmt.Fprintf(table, "%s\t%s\t%d\t%d\n", v.page.name(), strings.ReplaceAll(v.visitor, " ", "-"), v.asked.Statements, v.asked.Rows)
			}
		}
		table.Flush()
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]asked{}
	for line := range strings.Lines(string(text)) {
		var page, visitor string
		var most asked
		if _, err := fmt.Sscan(line, &page, &visitor, &most.Statements, &most.Rows); err != nil {
			t.Fatalf("%s: %q: %v", file, line, err)
		}
		allowed[page+" "+visitor] = most
	}
	for _, v := range all {
		name := v.page.name() + " " + strings.ReplaceAll(v.visitor, " ", "-")
		most, listed := allowed[name]
		delete(allowed, name)
		more := func() bool {
			return v.asked.Statements > most.Statements || v.asked.Rows > most.Rows+most.Rows/4+20
		}
		for tries := 0; listed && !v.refused() && more() && tries < 3; tries++ {
			for _, other := range again(v) {
				if other.visitor == v.visitor {
					v = other
				}
			}
		}
		switch {
		case listed == v.refused():
			t.Errorf("%s: status %d; in the table: %t", name, v.status, listed)
		case more():
			t.Errorf("%s: -%d statements, %d rows +%d statements, %d rows", name, most.Statements, most.Rows, v.asked.Statements, v.asked.Rows)
		}
	}
	for name := range allowed {
		t.Errorf("%s is not asked for any more", name)
	}
}

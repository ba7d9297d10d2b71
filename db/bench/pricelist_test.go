package main

import (
	"database/sql"
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
)

// BenchmarkPriceList changes 100,000 prices of 1,000 plans in one change, as an imported price list does. It says how much private
// memory the server's process took at most, and how large the log became for each change.
func BenchmarkPriceList(b *testing.B) {
	url := dbtest.PreparedURL(b, "", nil)
	d, err := db.Open(b.Context(), url, db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	conn, err := sql.Open("postgres", url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	w, err := Build(b.Context(), d, Size{Resellers: 2, Levels: 1, Plans: 1000, Periods: 4, Rates: 18})
	if err != nil {
		b.Fatal(err)
	}
	const logged = `SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relname IN ('change', 'change_part')`
	var before, after float64
	if err := conn.QueryRow(logged).Scan(&before); err != nil {
		b.Fatal(err)
	}
	// The process that built the world keeps what it took: this one is new.
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
	if w.DB, err = db.Open(b.Context(), url, db.Options{}); err != nil {
		b.Fatal(err)
	}
	defer w.DB.Close()
	var memory Memory
	watch := watchMemory(conn)
	for b.Loop() {
		if err := w.ChangePrices(b.Context(), 1); err != nil {
			b.Fatal(err)
		}
	}
	watch.stop(&memory)
	if err := conn.QueryRow(logged).Scan(&after); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(memory.Backend)/1e6, "backend-MB")
	b.ReportMetric(float64(memory.Program)/1e6, "program-MB")
	b.ReportMetric((after-before)/float64(b.N)/1e6, "log-MB/op")
}

package handlers_test

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/views"
	"tiersync/web/server"
)

// BenchmarkImport imports a list of 100,000 lines, each a price of a thousand plans that changes, as the provider and as a reseller to whom they
// were delivered: what sending it takes, its page, another page of it, and saving. heap-MB is what is in use after the page was shown, with the
// database's caches, and before-MB what was before; peak-MB is the most of it at any moment, with what was not collected yet.
func BenchmarkImport(b *testing.B) {
	const plans, resources = 1000, 25
	var story strings.Builder
	fmt.Fprintf(&story, "provider P: USD\nuser P: administrator\nP adds tax Cloud: standard\nP adds plan Plan{1..%d}: plan category Cloud\nP adds period Plan{1..%d} month: recurring fee 10\nP adds resource Plan{1..%d} r{1..%d}: recurring price 2, setup price 2, overuse price 2, cancellation price 2\n",
		plans, plans, plans, resources)
	fmt.Fprintf(&story, "P changes Plan1: type Reseller\ntemplate delegates Plan{1..%d}\ntemplate privileges: all\nreseller R under P: USD\nuser R: administrator\neverything is delivered\n", plans)
	server.BoundMemory() // as the program does
	w := told(b, story.String())
	for _, who := range []string{"P", "R"} {
		b.Run(who, func(b *testing.B) {
			for b.Loop() {
				w.in(b).importAll(b, who)
			}
		})
	}
}

// importAll imports a list of all prices of somebody, and reports what its steps take.
func (w *world) importAll(b *testing.B, who string) {
	b.StopTimer()
	list := allPricesPlus(w, who, "0.1")
	b.StartTimer()
	before := heapMB()
	peak := peakOfHeap()
	took := map[string]time.Duration{}
	timed := func(what string, do func()) {
		begins := time.Now()
		do()
		took[what] = time.Since(begins)
	}
	var page string
	var shown *answer
	timed("send-s", func() { page = w.sends(who, "all.csv", list) })
	timed("page-s", func() { shown = w.get(who, page+"?state=changed").want(http.StatusOK) })
	shownMB := heapMB()
	timed("again-s", func() { w.get(who, page+"?state=changed&page=7").want(http.StatusOK) })
	form := shown.form(page + "?state=changed")
	form.Set("go", views.GoSave)
	timed("save-s", func() { w.post(who, page+"?state=changed", form).want(http.StatusSeeOther) })
	for what, d := range took {
		b.ReportMetric(d.Seconds(), what)
	}
	b.ReportMetric(before, "before-MB")
	b.ReportMetric(shownMB, "heap-MB")
	b.ReportMetric(peak(), "peak-MB")
}

// heapMB is what is in use, in millions of bytes.
func heapMB() float64 {
	runtime.GC()
	return heapNow()
}

func heapNow() float64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return float64(sample[0].Value.Uint64()) / 1e6
}

// peakOfHeap looks at the heap from now on; what it returns ends that and says the most that there was.
func peakOfHeap() (end func() float64) {
	stop, most := make(chan struct{}), make(chan float64)
	go func() {
		peak, tick := 0.0, time.NewTicker(10*time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				peak = max(peak, heapNow())
			case <-stop:
				most <- peak
				return
			}
		}
	}()
	return func() float64 {
		close(stop)
		return <-most
	}
}

// allPricesPlus is a list of all prices of somebody, each by so much higher.
func allPricesPlus(w *world, who, more string) string {
	var list strings.Builder
	list.WriteString("Plan ID,Period ID,Resource ID,From,Product ID,SKU ID,Plan,Price,Amount,Currency,Layer\n")
	for _, p := range w.state(who).Effective().Plans {
		for key, price := range p.Prices() {
			amount := domain.Amount(price.Decimal().Add(decimal.RequireFromString(more)))
			fmt.Fprintf(&list, "%d,%d,%d,%d,,,%s,%s,%s,USD,effective\n", key.Plan, key.Period, key.Resource, key.From, p.Name, key.Field, pricesheet.WriteAmount(amount))
		}
	}
	return list.String()
}

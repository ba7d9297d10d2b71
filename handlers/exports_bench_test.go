package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/views/pages"
)

// soldMuch is a store whose viewer sells a catalog.
type soldMuch struct {
	*db.DB
	catalog *domain.Catalog
}

func (s soldMuch) Seen(context.Context, domain.Viewer, domain.Ref) (domain.ChangeID, error) {
	return 1, nil
}

func (s soldMuch) Catalog(context.Context, domain.Viewer, domain.AccountID) (*domain.Catalog, domain.State, error) {
	return s.catalog, domain.State{Own: (*domain.Own)(nil).WithMade(s.catalog)}, nil
}

func (s soldMuch) Resources(context.Context, domain.Viewer) ([]domain.Resource, error) {
	return []domain.Resource{{ID: 7, Name: "Mailboxes", Measurable: true}}, nil
}

func (s soldMuch) Costs(context.Context, domain.Viewer) (domain.Costs, error) {
	return domain.Costs{}, nil
}

// manyPrices is a catalog with so many prices, of which each has its own amount.
func manyPrices(n int) *domain.Catalog {
	catalog := &domain.Catalog{}
	amount := func() domain.Price {
		n--
		return domain.Amount(decimal.New(int64(n)*101, -2))
	}
	for id := domain.PlanID(1); n > 0; id++ {
		p := &domain.Plan{ID: id, Name: fmt.Sprintf("Exchange Online Plan %d", id), Article: domain.Article{Product: fmt.Sprintf("CFQ%08d", id), SKU: "0001"}, Segment: "Commercial", Market: "DE"}
		for i := range domain.PeriodID(2) {
			period := domain.Period{ID: 2*domain.PeriodID(id) + i, Length: int(i) + 1, Unit: "months", Active: true}
			for f := range period.Fees {
				period.Fees[f] = amount()
			}
			p.Periods = append(p.Periods, period)
		}
		rows := []domain.PriceRow{{}, {From: 100}}
		for i := range rows {
			for k := range rows[i].Prices {
				rows[i].Prices[k] = amount()
			}
		}
		p.Rates = []domain.Rate{{Resource: 7, Prices: rows}}
		catalog.Plans = append(catalog.Plans, p)
	}
	return catalog
}

// counted is an answer that keeps nothing of what it gets.
type counted struct {
	header http.Header
	bytes  int
}

func (c *counted) Header() http.Header { return c.header }
func (c *counted) WriteHeader(int)     {}
func (c *counted) Write(p []byte) (int, error) {
	c.bytes += len(p)
	return len(p), nil
}

// BenchmarkExport writes 100,000 prices, and says by how much the memory grows meanwhile.
func BenchmarkExport(b *testing.B) {
	prices := handlers.NewPrices(soldMuch{catalog: manyPrices(100_000)})
	e := echo.New()
	viewer := domain.Viewer{Account: domain.Account{ID: 1, Kind: domain.Provider, Currency: "USD"}, User: domain.User{Role: domain.Administrator}, Granted: domain.Privileges()}
	for _, format := range pages.FileFormats() {
		b.Run(string(format), func(b *testing.B) {
			size, peak := 0, uint64(0)
			for b.Loop() {
				runtime.GC()
				most := peakHeap()
				out := &counted{header: http.Header{}}
				c := e.NewContext(httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/products/prices."+string(format), nil), out)
				handlers.SignInAs(c, viewer)
				if err := prices.Export(c); err != nil {
					b.Fatal(err)
				}
				size, peak = out.bytes, max(peak, most())
			}
			b.ReportMetric(float64(size)/(1<<20), "MB-file")
			b.ReportMetric(float64(peak)/(1<<20), "MB-heap-more")
		})
	}
}

// peakHeap begins to watch how much more memory is in use than now, and returns the most that it saw.
func peakHeap() (most func() uint64) {
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var now runtime.MemStats
		var seen uint64
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-tick.C:
				runtime.ReadMemStats(&now)
				seen = max(seen, now.HeapInuse-min(now.HeapInuse, before.HeapInuse))
			case <-done:
				tick.Stop()
				peak <- seen
				return
			}
		}
	}()
	return func() uint64 { close(done); return <-peak }
}

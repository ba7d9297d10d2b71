package pricesheet_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tiersync/handlers/pricesheet"
)

// benchLines are the lines of the lists that are measured: the most that a vendor sends.
const benchLines = 100_000

// columns of the licence-based sheet, and what a line of it has.
func licenceHeader() []string {
	return strings.Split("ChangeIndicator,ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,BillingPlan,"+
		"Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment", ",")
}

func licenceLine(i int, description string) []string {
	title := fmt.Sprintf("Office Pack %d", i/7)
	return []string{"Unchanged", title, fmt.Sprintf("ZZQ0TT%06d", i/7), fmt.Sprintf("%04d", i%7), title, "Example Corp", description, "", "P1Y", "Annual",
		"DE", "EUR", fmt.Sprintf("%d.%02d", i%900, i%100), "", "", "2026-01-01T00:00:00.0000000Z", "9999-11-30T23:59:59.0000000Z", "License",
		fmt.Sprintf("%d.%02d", i%900+100, i%100), "Commercial"}
}

// writeText writes a list of 100 MB.
func writeText(b *testing.B, path string) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	description := strings.Repeat("Mail, web apps and 1 TB ", 32)
	for i := -1; i < benchLines; i++ {
		cells := licenceHeader()
		if i >= 0 {
			cells = licenceLine(i, description)
		}
		for j, cell := range cells {
			if j > 0 {
				w.WriteByte(',')
			}
			fmt.Fprintf(w, "%q", cell)
		}
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
}

func writeWorkbook(b *testing.B, path string) {
	b.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for i := -1; i < benchLines; i++ {
		texts := licenceHeader()
		if i >= 0 {
			texts = licenceLine(i, "Mail, web apps and 1 TB")
		}
		cells := make([]any, len(texts))
		for j, text := range texts {
			cells[j] = text
		}
		if i >= 0 {
			cells[12], cells[18] = float64(i)/100, float64(i)/90
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), cells); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkRead reads 100,000 lines. It reports the time of the processor and what was allocated, both by line, and the most
// memory that the process had from the system.
func BenchmarkRead(b *testing.B) {
	for _, kind := range []struct {
		name  string
		write func(*testing.B, string)
	}{{"list.csv", writeText}, {"list.xlsx", writeWorkbook}} {
		b.Run(kind.name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), kind.name)
			kind.write(b, path)
			f, err := os.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			size, err := f.Seek(0, io.SeekEnd)
			if err != nil {
				b.Fatal(err)
			}
			runtime.GC()
			stop := watchMemory()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			begin := cpuTime(b)
			n := 0
			for b.Loop() {
				n++
				list, err := pricesheet.Open(f, size)
				if err != nil {
					b.Fatal(err)
				}
				layout, _ := list.Layout()
				sheet, err := pricesheet.Read(list, layout, december)
				if err != nil || len(sheet.Lines) != benchLines {
					b.Fatal(len(sheet.Lines), err)
				}
			}
			used := cpuTime(b) - begin
			runtime.ReadMemStats(&after)
			lines := float64(n * benchLines)
			b.ReportMetric(float64(used.Nanoseconds())/lines, "cpu-ns/line")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/lines, "B/line")
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/lines, "allocs/line")
			b.ReportMetric(float64(size)/(1<<20), "MB-file")
			b.ReportMetric(float64(stop())/(1<<20), "MB-heap-peak")
		})
	}
}

// watchMemory looks at the heap until it is stopped, and tells the most that was in use.
func watchMemory() (stop func() uint64) {
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		var peak uint64
		var now runtime.MemStats
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-tick.C:
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapInuse+now.StackInuse)
			case <-done:
				tick.Stop()
				most <- peak
				return
			}
		}
	}()
	return func() uint64 { close(done); return <-most }
}

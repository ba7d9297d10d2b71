package bench

import (
	"os"
	"testing"

	"tiersync/db/dbtest"
	"tiersync/domain"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }

// BenchmarkRun is the button over 1,000 resellers in three levels, 100 plans with 20 rates each, a fifth of the resellers
// with 20 own values on 5 plans, all prices changed: the dialog with its counts, and the run.
func BenchmarkRun(b *testing.B) {
	size := Size{Resellers: 1000, Levels: 3, Plans: 100, Periods: 4, Rates: 20, Own: 0.2, OwnValues: 20}
	for _, policy := range []domain.Policy{domain.Overwrite, domain.Keep} {
		b.Run(string(policy), func(b *testing.B) {
			w, err := Build(b.Context(), dbtest.Open(b), size)
			if err != nil {
				b.Fatal(err)
			}
			first, err := w.Deliver(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(first.Seconds()*1000, "ms/delivery")
			var dialogs, runs float64
			for range b.N {
				b.StopTimer()
				if err := w.SetOwn(b.Context()); err != nil {
					b.Fatal(err)
				}
				if err := w.ChangePrices(b.Context(), 1); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				_, dialog, run, err := w.Run(b.Context(), policy, domain.UpdateFees, domain.UpdatePrices)
				if err != nil {
					b.Fatal(err)
				}
				dialogs, runs = dialogs+dialog.Seconds(), runs+run.Seconds()
			}
			b.ReportMetric(dialogs*1000/float64(b.N), "ms/dialog")
			b.ReportMetric(runs*1000/float64(b.N), "ms/run")
		})
	}
}

package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// The demo is written within seconds and tells of weeks: what is recorded gets its times in the end, from the moments that
// the loader marked on the way.

// moment says that what was written from written on happened from told on.
type moment struct{ written, told time.Time }

// at marks that what the loader does next happened that many days ago, at that time of the day ("09:40", UTC).
func (l *loader) at(ctx context.Context, daysAgo int, clock string) error {
	hour, err := time.Parse("15:04", clock)
	if err != nil {
		return err
	}
	var now time.Time
	err = l.InReadTx(ctx, func(tx *sqlx.Tx) error { return tx.GetContext(ctx, &now, `SELECT clock_timestamp()`) })
	if err != nil {
		return err
	}
	today := now.UTC().Truncate(24 * time.Hour)
	l.now = today.AddDate(0, 0, -daysAgo).Add(time.Duration(hour.Hour())*time.Hour + time.Duration(hour.Minute())*time.Minute)
	l.moments = append(l.moments, moment{now, l.now})
	return nil
}

// pace is how much slower things happened than they are written: a second is an hour.
const pace = 3600

// record is a column that says when something happened; trigger keeps its table append-only, "" where nothing does.
type record struct{ table, column, trigger string }

func recorded() []record {
	return []record{
		{"entry", "at", "entry_append_only"}, {"change", "at", "change_append_only"},
		{"audit", "at", "audit_append_only"}, {"run", "at", "run_append_only"}, {"own_value", "set_at", "own_value_append_only"},
		{"account", "created_at", ""}, {"app_user", "created_at", ""}, {"subscription", "created_at", ""},
		{"template", "updated_at", ""}, {"exchange_rate", "updated_at", ""},
	}
}

// tell gives everything that is recorded its time. No program may do this: the tables are append-only, and the demo's
// loader, who owns the whole database, is the one exception.
func (l *loader) tell(ctx context.Context) error {
	var written, told []time.Time
	var paces []float64
	for i, m := range l.moments {
		slower := float64(pace)
		if i+1 < len(l.moments) {
			next := l.moments[i+1]
			slower = min(slower, float64(next.told.Sub(m.told))/float64(next.written.Sub(m.written)))
		}
		written, told, paces = append(written, m.written), append(told, m.told), append(paces, slower)
	}
	return l.InTx(ctx, func(tx *sqlx.Tx) error {
		for _, r := range recorded() {
			if err := r.set(ctx, tx, pq.Array(written), pq.Array(told), pq.Array(paces)); err != nil {
				return fmt.Errorf("times of %s: %w", r.table, err)
			}
		}
		return nil
	})
}

// set moves each time to where its moment is told, with the table's trigger switched off in this transaction.
func (r record) set(ctx context.Context, tx *sqlx.Tx, written, told, paces any) error {
	update := fmt.Sprintf(`
		WITH moment AS (SELECT * FROM unnest($1::timestamptz[], $2::timestamptz[], $3::float8[]) AS m (written, told, pace))
		UPDATE %[1]s SET %[2]s = m.told + (%[2]s - m.written) * m.pace FROM moment m
		WHERE m.written = (SELECT max(written) FROM moment WHERE written <= %[2]s)`, r.table, r.column)
	if r.trigger == "" {
		_, err := tx.ExecContext(ctx, update, written, told, paces)
		return err
	}
	if _, err := tx.ExecContext(ctx, `ALTER TABLE `+r.table+` DISABLE TRIGGER `+r.trigger); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, update, written, told, paces); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `ALTER TABLE `+r.table+` ENABLE TRIGGER `+r.trigger)
	return err
}

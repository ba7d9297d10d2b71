package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/lib/pq"

	"tiersync/db"
	"tiersync/domain"
)

// Config says what to measure and where.
type Config struct {
	Size     Size
	Sample   int // resellers with row copies and in the diverged world: enough for a minute or two
	Repeat   int // how often each thing is measured; the table shows the median
	Pages    int // how many pages of each kind are read each time
	Moments  int // how often everything changes while the diverged world's resellers grow apart
	Growth   Growth
	Database func(context.Context) (url string, err error) // makes an empty database
	Logger   *slog.Logger                                  // says what is being measured
}

// Growth says where the curves of growth are measured. Empty lists leave them out.
type Growth struct {
	Resellers []int // with the plans of Config.Size
	Plans     []int // with PlansAt resellers
	PlansAt   int
}

// suite is one run of the benchmark.
type suite struct {
	Config
	figures *Figures
	open    *place    // the world at work
	watch   stopwatch // of its runs
}

// Measure builds the worlds and measures everything, which takes minutes for a large Size.
func Measure(ctx context.Context, config Config) (_ *Figures, err error) {
	config.Sample = min(config.Sample, config.Size.Resellers)
	s := &suite{Config: config, figures: &Figures{Size: config.Size, Sample: config.Sample,
		Ours: map[Step]Sample{}, Copying: map[Step]Sample{}, Phases: map[Step][]Sample{}, Program: map[Step]Sample{}, Server: map[Step]Sample{}}}
	defer func() { err = errors.Join(err, s.close()) }()
	for _, part := range []struct {
		what string
		run  func(context.Context) error
	}{
		{"first delivery, runs, undo, pages, edits", s.shared},
		{"every reseller with a history of their own", s.diverged},
		{"row copies", s.copying},
		{"growth", s.growth},
	} {
		config.Logger.InfoContext(ctx, "measuring", "what", part.what)
		if err := part.run(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", part.what, err)
		}
	}
	return s.figures, nil
}

// place is a world with a plain connection to its database, for the SQL that is compared with.
type place struct {
	*World
	conn  *sql.DB
	built int64 // bytes on disk that tell how it was built
}

// build makes a world in a database of its own and closes the one before it.
func (s *suite) build(ctx context.Context, size Size) (*place, error) {
	if err := s.close(); err != nil {
		return nil, err
	}
	url, err := s.Database(ctx)
	if err != nil {
		return nil, fmt.Errorf("make a database: %w", err)
	}
	connector, err := pq.NewConnector(url)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, url, db.Options{Logger: slog.New(slog.DiscardHandler), TxBudget: 5 * time.Minute, Idle: 5 * time.Minute,
		AtPoint: s.watch.at})
	if err != nil {
		return nil, err
	}
	s.open = &place{World: &World{DB: d}, conn: sql.OpenDB(connector)}
	if err := d.Migrate(ctx); err != nil {
		return nil, err
	}
	w, err := Build(ctx, d, size)
	if err != nil {
		return nil, err
	}
	s.open.World = w
	if s.open.built, err = s.open.diskOfBuilding(ctx); err != nil {
		return nil, err
	}
	if _, err = s.open.conn.ExecContext(ctx, `ANALYZE`); err != nil {
		return nil, err
	}
	s.watch.server, err = postmaster(ctx, s.open.conn)
	return s.open, err
}

func (s *suite) close() error {
	if s.open == nil {
		return nil
	}
	p := s.open
	s.open = nil
	return errors.Join(p.DB.Close(), p.conn.Close())
}

// repeat does fn as often as everything is measured.
func (s *suite) repeat(fn func(round int) error) error {
	for round := range s.Repeat {
		if err := fn(round); err != nil {
			return err
		}
	}
	return nil
}

// shared measures a world in which resellers share what they received, as they do in life.
func (s *suite) shared(ctx context.Context) error {
	var p *place
	err := s.repeat(func(int) (err error) {
		if p, err = s.build(ctx, s.Size); err != nil {
			return err
		}
		took, err := p.Deliver(ctx)
		s.figures.ours(FirstDelivery, Sample{took})
		return err
	})
	if err != nil {
		return err
	}
	if s.figures.Disk.Ours, err = p.diskOfVersions(ctx); err != nil {
		return err
	}
	least, err := newFloor(ctx, p.conn, s.Size.Resellers)
	if err != nil {
		return err
	}
	err = s.watched(ctx, p, least, &s.figures.Memory, s.withoutOwn, s.withOwn, s.pages, s.edits)
	if err == nil {
		err = s.watched(ctx, p, least, &s.figures.RulesMemory, s.withRules)
	}
	return err
}

// watched measures parts, and the memory that they take together.
func (s *suite) watched(ctx context.Context, p *place, least *floor, memory *Memory, parts ...func(context.Context, *place, *floor) error) error {
	watch := watchMemory(p.conn)
	defer watch.stop(memory)
	for _, part := range parts {
		if err := part(ctx, p, least); err != nil {
			return err
		}
	}
	return nil
}

var priceBoxes = []domain.OptionKey{domain.UpdateFees, domain.UpdatePrices}

// run measures a run of all resellers.
func (s *suite) run(ctx context.Context, w *World, step Step, policy domain.Policy, boxes ...domain.OptionKey) (domain.RunID, error) {
	s.watch.start()
	id, dialog, run, err := w.Run(ctx, policy, boxes...)
	s.figures.ours(step, Sample{run})
	s.figures.ours(OpenDialog, Sample{dialog})
	s.figures.phases(step, &s.watch)
	return id, err
}

func (s *suite) withoutOwn(ctx context.Context, p *place, f *floor) error {
	before, err := p.diskOfVersions(ctx)
	if err != nil {
		return err
	}
	var added int64
	err = s.repeat(func(round int) error {
		took, err := f.run(ctx)
		s.figures.ours(Floor, Sample{took})
		if err != nil {
			return err
		}
		if err := p.ChangePrices(ctx, 1); err != nil {
			return err
		}
		id, err := s.run(ctx, p.World, AllPrices, domain.Overwrite, priceBoxes...)
		if err != nil {
			return err
		}
		if round == 0 {
			after, err := p.diskOfVersions(ctx)
			if err != nil {
				return err
			}
			added = after - before
		}
		if err := s.undo(ctx, p.World, UndoAll, id); err != nil {
			return err
		}
		if _, _, _, err := p.Run(ctx, domain.Overwrite, priceBoxes...); err != nil {
			return err
		}
		if _, err := s.run(ctx, p.World, Nothing, domain.Overwrite, priceBoxes...); err != nil {
			return err
		}
		return s.someChanged(ctx, p.World)
	})
	s.figures.Disk.OursPerRun = added
	return err
}

// someChanged measures a run after few prices changed, and one of a single reseller.
func (s *suite) someChanged(ctx context.Context, w *World) error {
	if err := w.ChangePrices(ctx, 100); err != nil {
		return err
	}
	if _, err := s.run(ctx, w, PartOfPrices, domain.Overwrite, priceBoxes...); err != nil {
		return err
	}
	if err := w.ChangePrices(ctx, 1); err != nil {
		return err
	}
	s.watch.start()
	took, err := w.RunOne(ctx, w.Resellers[0], domain.Overwrite, priceBoxes...)
	s.figures.ours(OneReseller, Sample{took})
	s.figures.phases(OneReseller, &s.watch)
	return err
}

func (s *suite) undo(ctx context.Context, w *World, step Step, id domain.RunID) error {
	s.watch.start()
	took, err := timed(func() error {
		_, err := w.DB.Undo(ctx, w.Viewer, id, nil)
		return err
	})
	s.figures.ours(step, Sample{took})
	s.figures.phases(step, &s.watch)
	return err
}

// withOwn measures the same with own values. What overwrites them is undone, so that they are there again.
func (s *suite) withOwn(ctx context.Context, p *place, f *floor) error {
	if err := p.SetOwn(ctx); err != nil {
		return err
	}
	return s.repeat(func(int) error {
		took, err := f.run(ctx)
		s.figures.ours(Floor, Sample{took})
		if err != nil {
			return err
		}
		if err := p.ChangePrices(ctx, 1); err != nil {
			return err
		}
		took, err = p.Preview(ctx, domain.Overwrite, priceBoxes...)
		s.figures.ours(PreviewAll, Sample{took})
		if err != nil {
			return err
		}
		id, err := s.run(ctx, p.World, AllOverwrite, domain.Overwrite, priceBoxes...)
		if err != nil {
			return err
		}
		if err := s.undo(ctx, p.World, UndoOverwrite, id); err != nil {
			return err
		}
		if id, err = s.run(ctx, p.World, Everything, domain.Overwrite, domain.AllOptions().Keys()...); err != nil {
			return err
		}
		if _, err := p.DB.Undo(ctx, p.Viewer, id, nil); err != nil {
			return err
		}
		if _, err := s.run(ctx, p.World, AllKeep, domain.Keep, priceBoxes...); err != nil {
			return err
		}
		_, err = s.run(ctx, p.World, NothingKept, domain.Keep, priceBoxes...)
		return err
	})
}

// withRules measures a run over everything where those with own values have rules for all prices besides. It comes last: what is sold by
// rules is in all that is measured afterwards.
func (s *suite) withRules(ctx context.Context, p *place, _ *floor) error {
	if err := p.SetRules(ctx); err != nil {
		return err
	}
	return s.repeat(func(int) error {
		if err := p.ChangePrices(ctx, 1); err != nil {
			return err
		}
		_, err := s.run(ctx, p.World, AllByRules, domain.Keep, priceBoxes...)
		return err
	})
}

// Quick is a Config for seeing that everything runs: it takes seconds, and its times mean nothing.
func Quick() Config {
	return Config{Size: Size{Resellers: 100, Levels: 3, Plans: 8, Periods: 2, Rates: 4, Own: 0.2, OwnValues: 5}, Sample: 12, Repeat: 1,
		Pages: 5, Moments: 6, Growth: Growth{Resellers: []int{20}, Plans: []int{4}, PlansAt: 20}}
}

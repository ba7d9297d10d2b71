package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Preview computes the run that a dialog would make now and writes nothing. It returns the page that the run would have,
// and a digest of all that it would do, to which [DB.Synchronize] can be bound. It fails as Synchronize does.
func (d *DB) Preview(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.RunQuery) (page pages.RunPage, digest string, err error) {
	f, err := d.foldedPreview(ctx, v, r, folds{plans: q.InOutcomes()})
	if err != nil {
		return page, "", fmt.Errorf("preview a run of plan %d: %w", r.Plan, err)
	}
	err = d.readApart(ctx, func(s *store) (err error) {
		if page, err = s.resellersPage(ctx, v, f, q); err == nil && q.Whole() {
			page.Money, err = s.money(ctx, f.money)
		}
		return err
	})
	return page, f.digest, err
}

// PreviewResult is what the run of Preview would do to one reseller.
func (d *DB) PreviewResult(ctx context.Context, v domain.Viewer, r domain.RunRequest, account domain.AccountID, q pages.OutcomeQuery) (result pages.RunResult, err error) {
	c, err := d.preview(ctx, v, r)
	if err != nil {
		return result, err
	}
	err = d.readApart(ctx, func(s *store) (err error) {
		result, err = c.result(ctx, s, account, c.viewer.State, q)
		return err
	})
	return result, err
}

// result is what a run that is not written would do to one reseller, KindNotFound where it would not reach them. The
// vendor's names are there too: of what was offered and not delivered.
func (c *calculation) result(ctx context.Context, s *store, account domain.AccountID, vendor domain.State, q pages.OutcomeQuery) (pages.RunResult, error) {
	i := c.index(account)
	if i < 0 {
		return pages.RunResult{}, domain.NotFound("The reseller")
	}
	all := c.everybody[i]
	before := all.Target.Before
	names, err := s.names(ctx, c.run.Account, account, all.After.Effective(), before.Effective(), vendor.Effective())
	if err != nil {
		return pages.RunResult{}, err
	}
	reseller := []pages.RunReseller{c.reseller(i)}
	err = s.nameResellers(ctx, reseller)
	return pages.RunResult{
		Run:         c.totaled(),
		Reseller:    reseller[0],
		Prices:      lookedPrices(c.lookedPrices(i, lookOf(reseller[0], q.Look)), q),
		OutcomePage: pageOutcomes(all.Listing(), q, names, c.lookedBy(), account),
	}, err
}

// lookedPrices are the prices of one of everybody that a look counts.
func (c *calculation) lookedPrices(i int, k domain.Look) []domain.CostMove {
	if k == "" {
		return nil
	}
	r := c.everybody[i]
	vendor := c.input.Vendors[r.Target.Vendor]
	after := vendor.State
	if at := c.index(r.Target.Vendor); at >= 0 {
		after = c.everybody[at].After
	}
	conversion := c.input.Rates.Conversion(vendor.Currency, r.Target.Currency, c.input.Unmeasured)
	was, is := domain.CostsFrom(vendor.Effective(), conversion), domain.CostsFrom(after.Effective(), conversion)
	return domain.Sale{Before: r.Target.Before, After: r.After, Was: was, Is: is}.PricesOf(k, c.facts)
}

// preview computes what a run would do.
func (d *DB) preview(ctx context.Context, v domain.Viewer, r domain.RunRequest) (*calculation, error) {
	ctx, end := traced(ctx, "preview")
	c, err := d.calculateApart(ctx, func(s *store) (*calculation, error) {
		now, err := s.currentViewer(ctx, v, r.Options)
		if err != nil {
			return nil, err
		}
		if r, err = s.withLeftOut(ctx, now, r); err != nil {
			return nil, err
		}
		return s.readRun(ctx, now, r)
	})
	end(err)
	if err != nil {
		return nil, fmt.Errorf("preview a run of plan %d: %w", r.Plan, err)
	}
	return c, nil
}

// calculateApart reads what a calculation takes in a transaction, and computes it when that is over: nothing is open meanwhile.
func (d *DB) calculateApart(ctx context.Context, read func(*store) (*calculation, error)) (c *calculation, err error) {
	err = d.readApart(ctx, func(s *store) (err error) {
		c, err = read(s)
		return err
	})
	if err != nil {
		return nil, err
	}
	endSnapshot(ctx)
	c.compute()
	d.options.AtPoint(Computed)
	return c, nil
}

// digest is a hash of everything that the run does and says.
func (c *calculation) digest() string {
	sum, one := sha256.New(), []byte(nil)
	lists, known := map[**domain.Outcomes][sha256.Size]byte{}, map[*domain.Outcomes][sha256.Size]byte{}
	for _, r := range c.results {
		at := r.Shares()
		if _, ok := lists[at]; !ok {
			lists[at] = digestOf(r, known)
		}
		shared := lists[at]
		one = fmt.Appendf(one[:0], "%d %q\n", r.Target.Subscription, r.Target.Skip)
		one = versions.AppendDigest(append(one, shared[:]...), r.Own)
		sum.Write(one)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// digestOf is a hash of what a result shares with others, with the prices of what was created or removed as pages list them.
func digestOf(r domain.Result, known map[*domain.Outcomes][sha256.Size]byte) [sha256.Size]byte {
	var all, body []byte
	for _, o := range r.Outcomes {
		h, ok := known[o]
		if !ok {
			body = versions.AppendDigest(body[:0], o.Detailed(r.Target.Before.Delivered, r.After.Delivered))
			h = sha256.Sum256(body)
			known[o] = h
		}
		all = append(all, h[:]...)
	}
	return sha256.Sum256(all)
}

// index returns where the account is among everybody: its live subscription if it has several, -1 if it is not there.
func (c *calculation) index(account domain.AccountID) int {
	return liveOf(account, len(c.everybody), func(i int) (domain.AccountID, domain.Reason) {
		t := c.everybody[i].Target
		return t.Account, t.Skip
	})
}

// liveOf is the place of an account among n results: of its subscriptions one that the run reached, else one by which they buy and that is out of
// reach, else any; -1 where there is none.
func liveOf(account domain.AccountID, n int, at func(int) (domain.AccountID, domain.Reason)) int {
	found, best := -1, domain.Reason("")
	for i := range n {
		of, skip := at(i)
		if of == account && (found < 0 || best != "" && (skip == "" || skip == domain.OutOfReach)) {
			found, best = i, skip
		}
	}
	return found
}

// reseller is one of everybody without names.
func (c *calculation) reseller(i int) pages.RunReseller {
	r := c.everybody[i]
	reseller := pages.RunReseller{Subscription: r.Target.Subscription, Account: r.Target.Account, Level: r.Target.Level, Skip: r.Target.Skip,
		Changed: r.Changed(), Changes: r.Changes(), OwnOverwritten: r.OwnOverwritten(), OwnKept: leftAlone(c.run.Kind, r)}
	if c.looks != nil {
		reseller.Looks = c.looks()[i]
	}
	return reseller
}

// lookedBy are the limits by which the run was looked at, nil where it was not.
func (c *calculation) lookedBy() *domain.LookFacts {
	if c.looks == nil {
		return nil
	}
	facts := c.facts // by itself: a pointer into the calculation would keep all of it as long as what is remembered of it
	facts.Running = facts.WithdrawnBy(c.everybody)
	return &facts
}

// totaled is the run with its totals.
func (c *calculation) totaled() domain.Run {
	run := c.run
	run.Totals = totals(run, c.results, func(i int) bool { return c.results[i].Changed() })
	return run
}

package db

import (
	"context"
	"fmt"
	"slices"

	"tiersync/domain"
)

// asks fails with KindUnsure where the prices of a change jump and its maker, who wants to be asked, is not sure of them.
func (s *store) asks(ctx context.Context, v domain.Viewer, done domain.Done, situation domain.Situation) error {
	priced := func(e domain.Edit) bool {
		return e.Key.Field.IsPrice() || e.Key.Field.IsRule() || e.Key.Field == domain.FieldExchangeRate
	}
	if !done.Change.WantsAsking || done.Change.Undoes != 0 || !slices.ContainsFunc(done.Edits, priced) {
		return nil
	}
	facts := domain.JumpFacts{Before: situation.Now, After: domain.State{Delivered: situation.Now.Delivered, Own: done.Own}}
	const query = `SELECT price_jump_limit FROM account WHERE id = $1`
	if err := s.tx.GetContext(ctx, &facts.Limit, query, v.Account.Provider); err != nil {
		return fmt.Errorf("from which jump on account %d is asked: %w", v.Account.ID, err)
	}
	var err error
	if facts.Costs, err = s.costs(ctx, v); err != nil {
		return err
	}
	rate := done.Change.About.Of == domain.ObjectExchangeRate
	if rate {
		if facts.Below, err = s.putBelowNow(ctx, v, done, situation.Now); err != nil {
			return err
		}
	}
	err = done.Change.Asks(done.Edits, facts)
	if jumps := domain.Jumping(err); jumps != nil {
		var failed error
		if jumps.Names, failed = s.names(ctx, v.Account.ID, v.Account.ID, facts.After.Effective()); failed != nil {
			return failed
		}
		jumps.OffSale = done.LeaveSale(situation.Now)
		if jumps.Below = facts.Below; !rate {
			jumps.Below, failed = s.putBelowNow(ctx, v, done, situation.Now)
		}
		if failed != nil {
			return failed
		}
	}
	return err
}

// movedByRules are the prices that became others by the price rules that a change set or removed, for who sees costs: of others no page says what a
// rule makes.
func (s *store) movedByRules(ctx context.Context, v domain.Viewer, record domain.ChangeRecord) ([]domain.Edit, error) {
	if !v.SeesCosts() || !slices.ContainsFunc(record.Edits, func(e domain.Edit) bool { return e.Key.Field.IsRule() }) {
		return nil, nil
	}
	before, err := s.versions.StateAt(ctx, v.Account.ID, record.ID-1)
	if err != nil {
		return nil, err
	}
	after, err := s.versions.StateAt(ctx, v.Account.ID, record.ID)
	return domain.Followed(record.Edits, before, after), err
}

package db

import (
	"context"
	"fmt"
	"slices"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// insertResults stores what the run did: one row for all resellers for whom the same came out, and a row of their own for
// each about whose own values there is something to say.
func (s *store) insertResults(ctx context.Context, c *calculation, moves []versions.Move, sets map[*domain.Outcomes]int64) error {
	groups, single := groupResults(c.results, moves)
	if err := s.insertShared(ctx, c, moves, groups, sets); err != nil {
		return fmt.Errorf("store the results of run %d: %w", c.run.ID, err)
	}
	if err := s.insertSingle(ctx, c, moves, single); err != nil {
		return fmt.Errorf("store the results of run %d: %w", c.run.ID, err)
	}
	return nil
}

// sameResult is what resellers have in common when the same came out for them.
type sameResult struct {
	level    int
	from, to int64
	skip     domain.Reason
	outcomes **domain.Outcomes
}

// resultGroup is what came out alike: for the results with these indexes, and for the first of it, which may be about own
// values and is then no member.
type resultGroup struct {
	first   int
	members []int
}

// singleResult is a result about own values, and the number of its group.
type singleResult struct{ index, number int }

// groupResults puts the results into groups, and lists those about own values.
func groupResults(results []domain.Result, moves []versions.Move) (groups []resultGroup, single []singleResult) {
	known := map[sameResult]int{}
	for i, r := range results {
		key := sameResult{r.Target.Level, moves[i].From.Pointer.Delivered, moves[i].To.Pointer.Delivered, r.Target.Skip, r.Shares()}
		number, there := known[key]
		if !there {
			number = len(groups)
			known[key] = number
			groups = append(groups, resultGroup{first: i})
		}
		if len(r.Own) > 0 || moves[i].To.Pointer.Own != moves[i].From.Pointer.Own || r.CountsApart() {
			single = append(single, singleResult{i, number})
		} else {
			groups[number].members = append(groups[number].members, i)
		}
	}
	return groups, single
}

func (s *store) insertShared(ctx context.Context, c *calculation, moves []versions.Move, groups []resultGroup, sets map[*domain.Outcomes]int64) error {
	first := func(value func(i int) int64) []int64 {
		return bulk.Column(groups, func(g resultGroup) int64 { return value(g.first) })
	}
	members := func(value func(i int) int64) [][]int64 {
		return bulk.Column(groups, func(g resultGroup) []int64 { return bulk.Column(g.members, value) })
	}
	return bulk.Into("run_shared").
		Ints("run_account_id", first(func(int) int64 { return int64(c.run.Account) })).
		Ints("run_id", first(func(int) int64 { return int64(c.run.ID) })).
		Ints("number", indexes(groups)).
		Ints("level", first(func(i int) int64 { return int64(c.results[i].Target.Level) })).
		Refs("delivered_from", first(func(i int) int64 { return moves[i].From.Pointer.Delivered })).
		Refs("delivered_to", first(func(i int) int64 { return moves[i].To.Pointer.Delivered })).
		Texts("skip", bulk.Column(groups, func(g resultGroup) string { return string(c.results[g.first].Target.Skip) })).
		Lists("outcomes", bulk.Column(groups, func(g resultGroup) []int64 { return setIDs(c.results[g.first], sets) })).
		Ints("changes", first(func(i int) int64 { return int64(c.results[i].SharedChanges()) })).
		Ints("changed_since", first(func(i int) int64 { return int64(c.results[i].SharedSince()) })).
		Lists("account_ids", members(func(i int) int64 { return int64(moves[i].From.Pointer.Account) })).
		Lists("subscription_ids", members(func(i int) int64 { return int64(c.results[i].Target.Subscription) })).
		Lists("own_ids", bulk.Column(members(func(i int) int64 { return moves[i].To.Pointer.Own }), emptyIfZero)).
		Run(ctx, s.tx)
}

// emptyIfZero returns the list, or none where all its ids are 0.
func emptyIfZero(ids []int64) []int64 {
	if slices.ContainsFunc(ids, func(id int64) bool { return id != 0 }) {
		return ids
	}
	return nil
}

func indexes[T any](list []T) []int64 {
	numbers := make([]int64, len(list))
	for i := range numbers {
		numbers[i] = int64(i)
	}
	return numbers
}

func (s *store) insertSingle(ctx context.Context, c *calculation, moves []versions.Move, single []singleResult) error {
	if len(single) == 0 {
		return nil
	}
	own := make([][]byte, len(single))
	for n, r := range single {
		own[n] = versions.EncodeOutcomes(c.results[r.index].Own)
	}
	ids := func(value func(i int) int64) []int64 {
		return bulk.Column(single, func(r singleResult) int64 { return value(r.index) })
	}
	return bulk.Into("run_result").
		Ints("account_id", ids(func(i int) int64 { return int64(moves[i].From.Pointer.Account) })).
		Ints("run_account_id", ids(func(int) int64 { return int64(c.run.Account) })).
		Ints("run_id", ids(func(int) int64 { return int64(c.run.ID) })).
		Ints("subscription_id", ids(func(i int) int64 { return int64(c.results[i].Target.Subscription) })).
		Ints("number", bulk.Column(single, func(r singleResult) int64 { return int64(r.number) })).
		Refs("own_from", ids(func(i int) int64 { return moves[i].From.Pointer.Own })).
		Refs("own_to", ids(func(i int) int64 { return moves[i].To.Pointer.Own })).
		Bytes("own_outcomes", own).
		Ints("changes", ids(func(i int) int64 { return int64(c.results[i].Changes() - c.results[i].SharedChanges()) })).
		Ints("own_overwritten", ids(func(i int) int64 { return int64(c.results[i].OwnOverwritten()) })).
		Ints("own_kept", ids(func(i int) int64 { return int64(leftAlone(c.run.Kind, c.results[i]) - c.results[i].SharedSince()) })).
		Run(ctx, s.tx)
}

func setIDs(r domain.Result, sets map[*domain.Outcomes]int64) []int64 {
	return bulk.Column(r.Outcomes, func(o *domain.Outcomes) int64 { return sets[o] })
}

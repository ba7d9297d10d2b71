package db

import (
	"context"
	"fmt"
	"slices"

	"tiersync/domain"
)

// insertResults stores what the run did: one row for all resellers for whom the same came out, and a row of his own for
// each about whose own values there is something to say.
func (s *store) insertResults(ctx context.Context, c *calculation, moves []move, sets *identities[domain.Outcomes]) error {
	shared, single := groupResults(c.results, moves)
	if err := s.insertShared(ctx, c, moves, shared, sets); err != nil {
		return fmt.Errorf("store the results of run %d: %w", c.run.ID, err)
	}
	if err := s.insertSingle(ctx, c, moves, single, sets); err != nil {
		return fmt.Errorf("store the results of run %d: %w", c.run.ID, err)
	}
	return nil
}

// listOf tells lists of outcomes apart by where they are: a list is made once and shared. It is nil for an empty one.
func listOf[T any](list []T) *T {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// sameResult is what resellers have in common when the same came out for them.
type sameResult struct {
	level    int
	from, to int64
	skip     domain.Reason
	outcomes **domain.Outcomes
}

// groupResults splits the indexes of the results into groups for whom the same came out, and the others.
func groupResults(results []domain.Result, moves []move) (shared [][]int, single []int) {
	known := map[sameResult]int{}
	for i, r := range results {
		if len(r.Own) > 0 || moves[i].ownTo != moves[i].from.own {
			single = append(single, i)
			continue
		}
		key := sameResult{r.Target.Level, moves[i].from.delivered, moves[i].deliveredTo, r.Target.Skip, listOf(r.Outcomes)}
		n, there := known[key]
		if !there {
			n = len(shared)
			known[key] = n
			shared = append(shared, nil)
		}
		shared[n] = append(shared[n], i)
	}
	return shared, single
}

func (s *store) insertShared(ctx context.Context, c *calculation, moves []move, groups [][]int, sets *identities[domain.Outcomes]) error {
	first := func(value func(i int) int64) []int64 {
		return column(groups, func(g []int) int64 { return value(g[0]) })
	}
	members := func(value func(i int) int64) [][]int64 {
		return column(groups, func(g []int) []int64 { return column(g, value) })
	}
	return rowsFor("run_shared").
		ints("run_account_id", first(func(int) int64 { return int64(c.run.Account) })).
		ints("run_id", first(func(int) int64 { return int64(c.run.ID) })).
		ints("number", indexes(groups)).
		ints("level", first(func(i int) int64 { return int64(c.results[i].Target.Level) })).
		refs("delivered_from", first(func(i int) int64 { return moves[i].from.delivered })).
		refs("delivered_to", first(func(i int) int64 { return moves[i].deliveredTo })).
		texts("skip", column(groups, func(g []int) string { return string(c.results[g[0]].Target.Skip) })).
		lists("outcomes", column(groups, func(g []int) []int64 { return setIDs(c.results[g[0]], sets) })).
		ints("changes", first(func(i int) int64 { return int64(c.results[i].Changes()) })).
		lists("account_ids", members(func(i int) int64 { return int64(moves[i].account) })).
		lists("subscription_ids", members(func(i int) int64 { return int64(c.results[i].Target.Subscription) })).
		lists("own_ids", column(members(func(i int) int64 { return moves[i].ownTo }), emptyIfZero)).
		insert(ctx, s.tx)
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

func (s *store) insertSingle(ctx context.Context, c *calculation, moves []move, single []int, sets *identities[domain.Outcomes]) error {
	if len(single) == 0 {
		return nil
	}
	own := make([][]byte, len(single))
	overwritten, kept := make([]int64, len(single)), make([]int64, len(single))
	for n, i := range single {
		o, k := ownCounts(c.results[i])
		own[n], overwritten[n], kept[n] = encodeOutcomes(c.results[i].Own, planPair{}), int64(o), int64(k)
	}
	ids := func(value func(i int) int64) []int64 { return column(single, value) }
	shared := map[**domain.Outcomes][]int64{}
	return rowsFor("run_result").
		ints("account_id", ids(func(i int) int64 { return int64(moves[i].account) })).
		ints("run_account_id", ids(func(int) int64 { return int64(c.run.Account) })).
		ints("run_id", ids(func(int) int64 { return int64(c.run.ID) })).
		ints("subscription_id", ids(func(i int) int64 { return int64(c.results[i].Target.Subscription) })).
		ints("level", ids(func(i int) int64 { return int64(c.results[i].Target.Level) })).
		refs("delivered_from", ids(func(i int) int64 { return moves[i].from.delivered })).
		refs("delivered_to", ids(func(i int) int64 { return moves[i].deliveredTo })).
		refs("own_from", ids(func(i int) int64 { return moves[i].from.own })).
		refs("own_to", ids(func(i int) int64 { return moves[i].ownTo })).
		texts("skip", column(single, func(i int) string { return string(c.results[i].Target.Skip) })).
		lists("outcomes", column(single, func(i int) []int64 {
			at := listOf(c.results[i].Outcomes)
			if shared[at] == nil {
				shared[at] = setIDs(c.results[i], sets)
			}
			return shared[at]
		})).
		bytes("own_outcomes", own).
		ints("changes", ids(func(i int) int64 { return int64(c.results[i].Changes()) })).
		ints("own_overwritten", overwritten).
		ints("own_kept", kept).
		insert(ctx, s.tx)
}

func setIDs(r domain.Result, sets *identities[domain.Outcomes]) []int64 {
	return filter(column(r.Outcomes, sets.id), func(id int64) bool { return id != 0 })
}

package domain

import (
	"cmp"
	"slices"
)

// What merging three versions of a value is made of: before a run, after it, and now.

// mergeLists merges three versions of a list sorted by id: an element that the run changed, and that is now as the run
// left it, becomes what it was before. Where it was changed since, or since says that it may not simply return, conflict
// says what to do with the three: each may be nil, and so may the answer.
func mergeLists[T any, ID cmp.Ordered](before, after, now []T, id func(T) ID, same func(a, b T) bool, since func(ID) bool,
	conflict func(b, a, n *T) *T) []T {
	var ids []ID
	for _, t := range slices.Concat(before, after) {
		ids = append(ids, id(t))
	}
	slices.Sort(ids)
	merged := slices.Clone(now)
	for _, key := range slices.Compact(ids) {
		b, a, n := find(before, key, id), find(after, key, id), find(now, key, id)
		if equal(b, a, same) {
			continue
		}
		next := b
		if !equal(n, a, same) || since != nil && since(key) {
			next = conflict(b, a, n)
		}
		at, found := slices.BinarySearchFunc(merged, key, func(t T, want ID) int { return cmp.Compare(id(t), want) })
		switch {
		case next != nil && found:
			merged[at] = *next
		case next != nil:
			merged = slices.Insert(merged, at, *next)
		case found:
			merged = slices.Delete(merged, at, at+1)
		}
	}
	return merged
}

// stays is the conflict that is settled by leaving everything as it is.
func stays[T any](_, _, now *T) *T { return now }

// mergeValue merges one value that is always there.
func mergeValue[T comparable](before, after, now T) T {
	if before != after && now == after {
		return before
	}
	return now
}

func equal[T any](a, b *T, same func(a, b T) bool) bool {
	return alike(a, b, func(a, b *T) bool { return same(*a, *b) })
}

func alike[T any](a, b *T, same func(a, b *T) bool) bool {
	if a == nil || b == nil {
		return a == b
	}
	return same(a, b)
}

// keepUsed puts back what the merge left out although it is used: as it is now, or as it was before.
func keepUsed[T any, ID cmp.Ordered](merged, now, before []T, used []ID, id func(T) ID) []T {
	slices.Sort(used)
	for _, key := range slices.Compact(used) {
		if find(merged, key, id) != nil {
			continue
		}
		if n := find(now, key, id); n != nil {
			merged = insertByID(merged, *n, id)
		} else if b := find(before, key, id); b != nil {
			merged = insertByID(merged, *b, id)
		}
	}
	return merged
}

// reuse returns now or before where the merged part is equal to it: what did not change is shared.
func reuse[T any](merged, before, now *T, same func(x, y T) bool) *T {
	switch {
	case same(*merged, orZero(now)):
		return now
	case same(*merged, orZero(before)):
		return before
	default:
		return merged
	}
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func orZero[T any](t *T) T {
	if t == nil {
		var zero T
		return zero
	}
	return *t
}

func orEmpty(c *Catalog) *Catalog {
	if c == nil {
		return Empty()
	}
	return c
}

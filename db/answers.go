package db

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"tiersync/db/versions"
	"tiersync/domain"
)

// What is asked again and again of the same catalogs, such as what the boxes of a dialog would do, is computed once and remembered
// under all that it depends on, which is read anew each time: pointers say what somebody has, so what they have is neither loaded nor
// looked at. Whatever any process writes, an answer to something else is asked for then.

// keptAnswers is how many answers of most kinds are remembered: they are small.
const keptAnswers = 200

// answers are those of one kind, the last ones given; nil remembers none. They are safe for concurrent use.
type answers[T any] struct {
	mu    sync.Mutex
	byKey map[answerKey]T
	order []answerKey // the oldest first
	keeps int
}

type answerKey = [sha256.Size]byte

func newAnswers[T any](keeps int) *answers[T] {
	return &answers[T]{byKey: map[answerKey]T{}, keeps: keeps}
}

func (a *answers[T]) get(key answerKey) (answer T, known bool) {
	if a == nil {
		return answer, false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	answer, known = a.byKey[key]
	return answer, known
}

func (a *answers[T]) put(key answerKey, answer T) {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.byKey[key]; !known {
		a.order = append(a.order, key)
	}
	a.byKey[key] = answer
	if len(a.order) > a.keeps {
		delete(a.byKey, a.order[0])
		a.order = slices.Delete(a.order, 0, 1)
	}
}

// question is one that is to be answered once the transaction that asked it is over.
type question[T any] struct {
	answers *answers[T]
	key     answerKey
	known   *T
	input   *computation // loaded; nil where the answer is known
}

// ask looks whether something that depends on c is remembered, and loads what takes to find it out if not.
func ask[T any](ctx context.Context, s *store, c *computation, of *answers[T]) (q question[T], err error) {
	loaded := len(c.others) > 0
	if loaded && c.standings == nil {
		err = s.load(ctx, c)
	}
	if err == nil {
		q.key, err = c.key()
	}
	if err != nil {
		return q, err
	}
	q.answers = of
	if answer, known := of.get(q.key); known {
		q.known = &answer
		return q, nil
	}
	if q.input = c; c.standings == nil {
		err = s.load(ctx, c)
	}
	if err == nil {
		err = s.loadBystanders(ctx, c)
	}
	return q, err
}

// answer computes the answer, unless it is known.
func (q question[T]) answer(compute func(*computation) T) T {
	if q.known != nil {
		return *q.known
	}
	answer := compute(q.input)
	q.answers.put(q.key, answer)
	return answer
}

// keyOf is a hash of what an answer depends on.
func keyOf(on ...any) answerKey { return sha256.Sum256(fmt.Appendf(nil, "%+v", on)) }

// key is a hash of all that a computation depends on. It is loaded where targets have other reseller plans: what these delegate is
// known after that only.
func (c *computation) key() (answerKey, error) {
	body, err := json.Marshal([]any{c.input.Template, c.input.Rates, c.input.Unmeasured, c.input.Visible, c.input.Policy, c.input.Options.Keys(), c.input.LeftOut.Texts(),
		c.input.Decisions.Texts()})
	if err != nil {
		return answerKey{}, fmt.Errorf("what a computation depends on: %w", err)
	}
	body = fmt.Appendf(body, "%v", c.facts) // maps are printed in the order of their keys
	number := func(n int64) { body = binary.AppendVarint(body, n) }
	pointer := func(p versions.Pointer) {
		number(int64(p.Account))
		number(p.Delivered)
		number(p.Own)
	}
	number(int64(c.vendor))
	pointer(c.viewer.Pointer)
	for _, p := range c.above {
		pointer(p)
	}
	for _, id := range c.vendors() {
		body = append(body, c.currencies[id]...)
	}
	kinds := map[*targetKind]int64{}
	number(int64(len(c.bystanders)))
	for _, t := range slices.Concat(c.targets, c.bystanders) {
		if _, known := kinds[t.targetKind]; !known {
			kinds[t.targetKind] = int64(len(kinds))
			body = fmt.Appendf(body, "%+v", *t.targetKind)
		}
		number(kinds[t.targetKind])
		number(int64(t.Subscription))
		number(int64(t.Vendor))
		pointer(t.pointer)
	}
	if len(c.others) > 0 {
		for _, t := range c.input.Targets {
			body = append(body, domain.IDs(t.Elsewhere)+"\n"...)
		}
	}
	return sha256.Sum256(body), nil
}

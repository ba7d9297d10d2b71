package versions

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"

	"tiersync/domain"
)

// Lists of outcomes are stored in a compact form, because a run makes many and they repeat themselves: of each outcome
// only what differs from the one before it, texts that came before as a number. A price that can be read in the versions
// that the reseller had before and after the run is not written again: where all prices changed, nearly everybody has the
// same list, whatever they had.
//
//	list    = format count outcome*
//	outcome = mask field*          one bit of the mask for each field that differs, in the order of outcomeFields
//	field   = varint | text
//	text    = number               of a text that came before, from 1
//	        | 0 length bytes       a new one
//
// Format 1 is the same with the labels of fields in place of their keys (outcomes_past.go); before it, lists were JSON.
const (
	outcomeFormat     = 2
	pastOutcomeFormat = 1
)

// asInPlan stands for a price that the plan before the run (Old) or after it (New) has under the outcome's key. It is not a
// text that PostgreSQL could hold.
const asInPlan = "\x00"

// planPair is the plan that a list of outcomes is about, before and after the run; nil where there is none.
type planPair struct{ before, after *domain.Plan }

// pairOf returns the plan that a list is about, in the catalogs before and after the run.
func pairOf(list []domain.Outcome, before, after *domain.Catalog) planPair {
	of := func(c *domain.Catalog) *domain.Plan {
		if c == nil || len(list) == 0 {
			return nil
		}
		return c.Plan(list[0].Key.Plan)
	}
	return planPair{of(before), of(after)}
}

// abbreviate leaves out what p says anyway.
func abbreviate(text *string, key domain.Key, p *domain.Plan) {
	if p == nil || key.Plan != p.ID {
		return
	}
	if price, ok := p.Price(key); ok && price.String() == *text {
		*text = asInPlan
	}
}

// fill puts back what abbreviate left out.
func fill(text *string, key domain.Key, p *domain.Plan) {
	if *text == asInPlan {
		*text = ""
		if p != nil {
			price, _ := p.Price(key)
			*text = price.String()
		}
	}
}

// fill returns the list with all its texts, itself when nothing was left out.
func (pair planPair) fill(list []domain.Outcome) []domain.Outcome {
	short := func(o domain.Outcome) bool { return o.Old == asInPlan || o.New == asInPlan }
	if !slices.ContainsFunc(list, short) {
		return list
	}
	list = slices.Clone(list)
	for i := range list {
		o := &list[i]
		fill(&o.Old, o.Key, pair.before)
		fill(&o.New, o.Key, pair.after)
	}
	return list
}

// outcomeFields are the texts and numbers of an outcome, in a fixed order.
func outcomeFields(o *domain.Outcome) (texts [8]*string, numbers [6]*int64) {
	k := &o.Key
	return [8]*string{(*string)(&o.Option), (*string)(&o.What), (*string)(&o.Reason), (*string)(&k.Field), &k.Name, &o.Old, &o.New, &o.Rate},
		[6]*int64{(*int64)(&k.Plan), (*int64)(&k.Period), (*int64)(&k.Resource), &k.From, (*int64)(&k.Category), (*int64)(&k.Schedule)}
}

// encodeOutcomes returns the stored form of a list, empty for an empty one. Equal lists about equal plans have equal forms.
func encodeOutcomes(list []domain.Outcome, pair planPair) []byte {
	if len(list) == 0 {
		return []byte{}
	}
	body := binary.AppendUvarint(append(make([]byte, 0, 64+8*len(list)), outcomeFormat), uint64(len(list)))
	known := map[string]uint64{"": 1}
	addText := func(body []byte, text string) []byte { return appendText(body, known, text) }
	var room [2]domain.Outcome
	for i := range list {
		o, before := &room[i%2], &room[1-i%2]
		*o = list[i]
		abbreviate(&o.Old, o.Key, pair.before)
		abbreviate(&o.New, o.Key, pair.after)
		body = appendOutcome(body, before, o, addText)
	}
	return body
}

// appendOutcome appends what differs from the outcome before.
func appendOutcome(body []byte, before, o *domain.Outcome, appendText func([]byte, string) []byte) []byte {
	mask := differing(before, o)
	body = binary.AppendUvarint(body, mask)
	texts, numbers := outcomeFields(o)
	for rest := mask; rest != 0; rest &= rest - 1 {
		if n := bits.TrailingZeros64(rest); n < len(texts) {
			body = appendText(body, *texts[n])
		} else {
			body = binary.AppendVarint(body, *numbers[n-len(texts)])
		}
	}
	return body
}

// differing returns a bit for each field in which two outcomes differ, in the order of outcomeFields. It is written out because runs
// make outcomes by the hundred thousand.
func differing(a, b *domain.Outcome) uint64 {
	k, l := &a.Key, &b.Key
	return bit(0, a.Option != b.Option) | bit(1, a.What != b.What) | bit(2, a.Reason != b.Reason) | bit(3, k.Field != l.Field) |
		bit(4, k.Name != l.Name) | bit(5, a.Old != b.Old) | bit(6, a.New != b.New) | bit(7, a.Rate != b.Rate) |
		bit(8, k.Plan != l.Plan) | bit(9, k.Period != l.Period) | bit(10, k.Resource != l.Resource) | bit(11, k.From != l.From) |
		bit(12, k.Category != l.Category) | bit(13, k.Schedule != l.Schedule)
}

func bit(n int, set bool) uint64 {
	if set {
		return 1 << n
	}
	return 0
}

func appendText(body []byte, known map[string]uint64, text string) []byte {
	if number, ok := known[text]; ok {
		return binary.AppendUvarint(body, number)
	}
	known[text] = uint64(len(known) + 1)
	body = binary.AppendUvarint(append(body, 0), uint64(len(text)))
	return append(body, text...)
}

var errOutcomes = errors.New("the stored outcomes are damaged")

// EncodeOutcomes returns the stored form of a list with all that is in it, empty for an empty one. Equal lists have equal forms.
func EncodeOutcomes(list []domain.Outcome) []byte { return encodeOutcomes(list, planPair{}) }

// AppendDigest appends to body what tells a list from every other, in less time than its stored form takes: equal lists have equal
// digests, of which a hash may be made. No list is stored so.
func AppendDigest(body []byte, list []domain.Outcome) []byte {
	body = binary.AppendUvarint(body, uint64(len(list)))
	var none domain.Outcome
	before := &none
	for i := range list {
		body = appendOutcome(body, before, &list[i], func(body []byte, text string) []byte {
			return append(binary.AppendUvarint(body, uint64(len(text))), text...)
		})
		before = &list[i]
	}
	return body
}

// DecodeOutcomes reads the stored form of a list: what EncodeOutcomes returns, or any release stored. It fails when that is damaged.
// In a list of [Store.Outcomes], [planPair.fill] completes what it returns.
func DecodeOutcomes(body []byte) (list []domain.Outcome, err error) {
	if len(body) == 0 {
		return nil, nil
	}
	switch body[0] {
	case outcomeFormat:
		return decodeList(body)
	case pastOutcomeFormat:
		list, err = decodeList(body)
	default:
		list, err = readPastJSON(body)
	}
	return past(list), err
}

// decodeList reads a list of one of the compact formats.
func decodeList(body []byte) (list []domain.Outcome, err error) {
	r := &outcomeReader{rest: body[1:], known: []string{""}}
	count := r.uvarint()
	if count > uint64(len(body)) {
		return nil, errOutcomes
	}
	list = make([]domain.Outcome, count)
	var before domain.Outcome
	for i := range list {
		texts, numbers := outcomeFields(&before)
		mask := r.uvarint()
		for n, text := range texts {
			if mask&(1<<n) != 0 {
				*text = r.text()
			}
		}
		for n, number := range numbers {
			if mask&(1<<(n+len(texts))) != 0 {
				*number = r.varint()
			}
		}
		list[i] = before
	}
	if r.damaged || len(r.rest) > 0 {
		return nil, errOutcomes
	}
	return list, nil
}

// outcomeReader reads the stored form; damaged says that it did not make sense somewhere.
type outcomeReader struct {
	rest    []byte
	known   []string
	damaged bool
}

func (r *outcomeReader) uvarint() uint64 {
	value, n := binary.Uvarint(r.rest)
	return read(r, value, n)
}

func (r *outcomeReader) varint() int64 {
	value, n := binary.Varint(r.rest)
	return read(r, value, n)
}

func read[T any](r *outcomeReader, value T, n int) T {
	if n <= 0 {
		r.damaged, r.rest = true, nil
		return *new(T)
	}
	r.rest = r.rest[n:]
	return value
}

func (r *outcomeReader) text() string {
	if number := r.uvarint(); number > 0 {
		if number > uint64(len(r.known)) {
			r.damaged = true
			return ""
		}
		return r.known[number-1]
	}
	length := r.uvarint()
	if length > uint64(len(r.rest)) {
		r.damaged, r.rest = true, nil
		return ""
	}
	text := string(r.rest[:length])
	r.known, r.rest = append(r.known, text), r.rest[length:]
	return text
}

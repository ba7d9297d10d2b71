package pricesheet

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tiersync/domain"
)

// This file suggests which columns are prices of tiers: "1-10", "11-50", "51+", "Preis ab 100 Stück".

// band is how many a heading says that its prices are for.
type band struct {
	name     string
	from, to int64 // -1: not said
}

// amountOf is a whole number, with thousands or without; it cannot have decimals.
const amountOf = `([0-9]{1,3}(?:[.,'’\x{00a0}\x{202f} ][0-9]{3})+|[0-9]{1,9})`

// bands are the ways in which headings say how many, English and German, the first that fits counts; of one number, more is what is added to it.
var bands = []struct {
	says     *regexp.Regexp
	from, to bool
	more     int64
}{
	{saying(`(?:(?:von|from)\s*)?` + amountOf + `\s*(?:-|–|—|…|\.\.\.?|bis|to|through)\s*` + amountOf), true, true, 0},
	{saying(amountOf + `\s*(?:\+|(?:and|or|und|oder)\s+(?:more|above|up|over|mehr|darüber))`), true, false, 0},
	{saying(amountOf + `\s*(?:or|oder)\s+(?:less|fewer|weniger)`), false, true, 0},
	{saying(`(?:>=|≥|ab|from|at least|mindestens|mind\.?|min\.?)\s*` + amountOf), true, false, 0},
	{saying(`(?:>|more than|over|above|über|mehr als)\s*` + amountOf), true, false, 1},
	{saying(`(?:<=|≤|up to|bis zu|bis|at most|maximal|max\.?)\s*` + amountOf), false, true, 0},
	{saying(`(?:<|less than|fewer than|under|below|unter|weniger als)\s*` + amountOf), false, true, -1},
}

func saying(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + pattern) }

// counted are words of headings beside how many, which say nothing of which price it is.
var counted = regexp.MustCompile(`(?i)^(users?|seats?|licen[cs]es?|units?|pieces|pcs|qty|quantity|tier|volume|nutzer|benutzer|lizenz|lizenzen|stück|stk|st|einheiten|` +
	`plätze|arbeitsplätze|menge|anzahl|staffel|staffelpreis)$`)

// banded takes how many a heading says out of it: "UVP 11-50" is "UVP" from 11 to 50. It is false where the heading says none, or several, and
// of a length of time: "12-24 months".
func banded(heading string) (rest string, b band, ok bool) {
	for _, way := range bands {
		at := way.says.FindStringSubmatchIndex(heading)
		if at == nil || !apart(heading[:at[0]], heading[at[1]:]) {
			continue
		}
		var numbers []int64
		for i := 2; i < len(at); i += 2 {
			numbers = append(numbers, wholeNumber(heading[at[i]:at[i+1]])+way.more)
		}
		b = band{heading, -1, -1}
		if way.from {
			b.from = numbers[0]
		}
		if way.to {
			b.to = numbers[len(numbers)-1]
		}
		rest = heading[:at[0]] + " " + heading[at[1]:]
		_, _, another := banded(rest)
		return rest, b, !another && (b.from < 0 || b.to < 0 || b.from <= b.to)
	}
	return "", band{}, false
}

// apart reports whether what stands before and behind numbers is no part of them, and they count no time.
func apart(before, behind string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, width := utf8.DecodeRuneInString(behind)
	next, _ := utf8.DecodeRuneInString(behind[width:])
	if before != "" && (unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune(".,/-", last)) ||
		unicode.IsLetter(first) || unicode.IsDigit(first) || strings.ContainsRune(".,/-", first) && unicode.IsDigit(next) {
		return false
	}
	word := strings.FieldsFunc(behind, func(c rune) bool { return unicode.IsSpace(c) || c == '-' })
	return len(word) == 0 || unitNamed(strings.ToLower(strings.TrimFunc(word[0], func(c rune) bool { return !unicode.IsLetter(c) }))) == ""
}

func wholeNumber(text string) int64 {
	n, _ := strconv.ParseInt(strings.Map(func(c rune) rune {
		if unicode.IsDigit(c) {
			return c
		}
		return -1
	}, text), 10, 64)
	return n
}

// ReadBound reads from how many on somebody says that a column of prices counts. The problem says why a text is none.
func ReadBound(text string) (from int64, problem string) {
	from, err := strconv.ParseInt(text, 10, 64)
	if err != nil || from < 0 {
		return 0, quoted(text) + " is no whole number. Write one like 11"
	}
	return from, ""
}

// suggestTiers are the uses of headings that say how many, and of those that are the same price from the first on. What headings say in
// a way that leaves a number out, or that two of them have, is no use at all; nor is a heading that is alone with its price, unless others begin there.
func suggestTiers(names []string, terms bool) map[string]Use {
	uses, groups, first := map[string]Use{}, map[Use][]band{}, map[Use]string{}
	for _, name := range names {
		rest, b, is := banded(name)
		if !is {
			rest = name
		}
		use := priceOfTier(name, rest, is, terms)
		switch {
		case use == (Use{}):
		case is:
			groups[use] = append(groups[use], b)
		case first[use] == "":
			first[use] = name
		}
	}
	from := map[int64]bool{}
	for use, group := range groups {
		if len(group) < 2 {
			continue
		}
		whole := inARow(group, first[use] != "")
		if base := first[use]; base != "" {
			if uses[base] = (Use{}); whole && group[0].from > 1 {
				uses[base] = use
			}
		}
		for _, b := range group {
			if uses[b.name] = (Use{}); whole {
				use.From, from[b.from] = b.from, true
				uses[b.name] = use
			}
		}
	}
	for use, group := range groups {
		if b := group[0]; len(group) == 1 && len(from) > 0 {
			if uses[b.name] = (Use{}); from[b.from] {
				use.From = b.from
				uses[b.name] = use
			}
		}
	}
	return uses
}

// inARow sorts bands, and says from where those go on that say only how far they go. It reports whether however many somebody buys is in
// one of them, below the first where another column has that.
func inARow(group []band, below bool) bool {
	slices.SortFunc(group, func(a, b band) int { return cmp.Compare(a.place(), b.place()) })
	before := band{}
	for i := range group {
		b := &group[i]
		next := before.to + 1
		switch {
		case i == 0 && b.from < 0:
			b.from = 0
		case i == 0 && b.from > 1 && !below, i > 0 && b.from < 0 && before.to < 0:
			return false
		case i > 0 && b.from < 0:
			b.from = next
		case i > 0 && before.to >= 0 && b.from != next, i > 0 && b.from == before.from:
			return false
		}
		before = *b
	}
	return true
}

// place is where a band stands among others.
func (b band) place() int64 {
	if b.from < 0 {
		return b.to
	}
	return b.from
}

// priceOfTier is which price of a resource a heading probably means of which rest is what it says beside how many; the zero Use for none.
func priceOfTier(name, rest string, banded, terms bool) Use {
	if priceless(name) {
		return Use{}
	}
	without, term, termed := termed(rest)
	if termed = termed && terms; termed {
		rest = without
	}
	use := hinted(rest)
	if (banded || termed) && bare(rest) {
		use = price(domain.RecurringFee.Field())
	}
	switch {
	case use.Role != RolePrice && use.Role != RoleMSRP:
		return Use{}
	case use.Field == domain.RecurringFee.Field():
		use.Field = domain.RecurringPrice.Field()
	case use.Field == domain.SetupFee.Field():
		use.Field = domain.SetupPrice.Field()
	default:
		return Use{}
	}
	if termed {
		use.Term = term
	}
	return use
}

// bare reports whether a heading says nothing but what is counted, a number of the tier, and a currency.
func bare(heading string) bool {
	words := strings.FieldsFunc(heading, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	return !slices.ContainsFunc(words, func(word string) bool {
		_, currency := readCurrency(word)
		return !counted.MatchString(word) && !currency && (!allDigits(word) || len(word) > 2)
	})
}

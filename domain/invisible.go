package domain

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// invisibleProblem says which character of a line nobody sees, or not everybody as the same, "" when there is none: what leaves no mark of its
// own, as a blank of no width or an accent on no letter, and what no font has to know, as characters of private use and those that
// Unicode has not given away. Joiners and selectors stay where they change what stands beside them.
func invisibleProblem(line []rune) string {
	_, problem := firstInvisible(line)
	return problem
}

// firstInvisible is where the first such character of a line is, and the problem with it; "" where there is none.
func firstInvisible(line []rune) (at int, problem string) {
	const none = ' '
	before := rune(none)
	for i, r := range line {
		after := rune(none)
		if i+1 < len(line) {
			after = line[i+1]
		}
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me) && unicode.IsSpace(before):
			return i, "Remove the accent that stands on no letter"
		case invisible(r):
			if !joins(before, r, after) && !selects(before, r, after) {
				return i, fmt.Sprintf("Remove the invisible character %U", r)
			}
		case unshown(r):
			return i, fmt.Sprintf("Remove the character %U, which not every device can show", r)
		}
		before = r
	}
	return 0, ""
}

// shownLine is what can be a name of a text that nobody here typed: one line of at most limit characters, without those that nobody sees.
func shownLine(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if breaksLine(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	line := []rune(CleanLine(text))
	line = line[:min(len(line), limit)]
	for at, problem := firstInvisible(line); problem != ""; at, problem = firstInvisible(line) {
		line = slices.Delete(line, at, at+1)
	}
	return CleanLine(string(line))
}

// invisible reports whether r leaves no mark of its own on the page.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, empty) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// unshown reports whether r stands for nothing that everybody sees alike: it is of private use, unassigned, or in the place of what could
// not be read or is not text.
func unshown(r rune) bool {
	const object, unread = '\uFFFC', '\uFFFD'
	return r == object || r == unread || !unicode.IsGraphic(r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

const noJoiner, joiner, textStyle, pictureStyle, keycap = '\u200C', '\u200D', '\uFE0E', '\uFE0F', '\u20E3'

// joins reports whether r is a joiner that changes how what is on both sides of it looks: letters of a script that writes them together,
// or pictures that become one.
func joins(before, r, after rune) bool {
	switch {
	case r != joiner && r != noJoiner:
		return false
	case unicode.In(after, joined...):
		return unicode.In(before, joined...) || unicode.Is(unicode.Inherited, before) && unicode.Is(unicode.Mn, before) // a vowel sign
	}
	return r == joiner && unicode.Is(pictures, after) && (unicode.Is(pictures, before) || before == pictureStyle)
}

// selects reports whether r is a selector that changes how the character before it looks: a picture in colours or as a letter, a digit that
// gets a cap, a Mongolian letter.
func selects(before, r, after rune) bool {
	switch r {
	case textStyle:
		return unicode.Is(pictures, before)
	case pictureStyle:
		digit := before >= '0' && before <= '9' || before == '#' || before == '*'
		return unicode.Is(pictures, before) || digit && after == keycap
	}
	return unicode.Is(unicode.Variation_Selector, r) && unicode.Is(unicode.Mongolian, before) && unicode.IsLetter(before)
}

// empty are characters that Unicode counts as letters or symbols and that show nothing: a Braille pattern without dots, fillers, a
// note without a head.
var empty = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x2800, Hi: 0x2800, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x13441, Hi: 0x13442, Stride: 1}, {Lo: 0x16FE4, Hi: 0x16FE4, Stride: 1}, {Lo: 0x1D159, Hi: 0x1D159, Stride: 1}},
}

// pictures are the blocks with characters that are shown as pictures.
var pictures = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00A9, Hi: 0x00AE, Stride: 5}, {Lo: 0x203C, Hi: 0x2049, Stride: 13}, {Lo: 0x2122, Hi: 0x2139, Stride: 23},
		{Lo: 0x2194, Hi: 0x21AA, Stride: 1}, {Lo: 0x231A, Hi: 0x23FF, Stride: 1}, {Lo: 0x24C2, Hi: 0x24C2, Stride: 1},
		{Lo: 0x25AA, Hi: 0x25FE, Stride: 1}, {Lo: 0x2600, Hi: 0x27BF, Stride: 1}, {Lo: 0x2934, Hi: 0x2935, Stride: 1},
		{Lo: 0x2B05, Hi: 0x2B55, Stride: 1}, {Lo: 0x3030, Hi: 0x303D, Stride: 13}, {Lo: 0x3297, Hi: 0x3299, Stride: 2},
	},
	R32: []unicode.Range32{{Lo: 0x1F000, Hi: 0x1FAFF, Stride: 1}},
}

// joined are scripts whose letters take joiners.
var joined = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian, unicode.Adlam, unicode.Hanifi_Rohingya,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada,
	unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
}

package domain

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Lengths of a password, in bytes.
const (
	ShortestPassword = 12
	LongestPassword  = 256
)

// PasswordProblem says what is wrong with a new password, "" when it is good. Any characters do, spaces included, but not what others
// try first: what many people choose, and what is known about whose it is, such as their name, email address and company.
func PasswordProblem(password string, about ...string) string {
	switch problem := hashableProblem(password); {
	case problem != "":
		return problem
	case len(password) < ShortestPassword:
		return fmt.Sprintf("Use at least %d characters", ShortestPassword)
	case guessable(password, about):
		return "Others would soon guess this; years, digits or signs in a row, days, months, greetings, and a word a second time count for nothing. Use several words that have nothing to do with each other, with you or with your company"
	}
	return ""
}

// guessable reports whether a password is made of little else than what is known about whose it is, the program's name and words that a
// million tries find, such as two seasons, or of less than half a dozen characters beside those of calendars and greetings, also read
// backwards, or is of a few characters again and again, or is what everybody takes for a good one, or fewer than a hundred million tries
// find it by what its first hundred characters are made of: words, names, dates, keys side by side, repetition. Where there is a year or a
// row of digits or signs in it, or a word a second time, that is said of what else there is, which has to be as long as a password.
func guessable(password string, about []string) bool {
	const besides, besidesUsual, different = 8, 6, 5
	known := knownWords(append(about, "tiersync"))
	text := plainLetters(password)
	unknown := without(unspaced(text), known)
	once := withoutRows(without(unspaced(withoutRepeats(text)), known))
	if once != unknown && (len(once) < ShortestPassword || easy(once, known)) {
		return true
	}
	if rest := without(once, usualWords(once)); len(rest) < besides || strings.Join(letterWords(rest), "") == famous {
		return true
	}
	for _, spelt := range []string{text, withLetters.Replace(text), backwards(text)} {
		if len(withoutRows(unspaced(withoutUsual(spelt, known)))) < besidesUsual {
			return true
		}
	}
	characters := []rune(password)
	if !utf8.ValidString(password) { // bytes of any kind
		characters = characters[:0]
		for _, b := range []byte(password) {
			characters = append(characters, rune(b))
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(characters)))) < different {
		return true
	}
	return easy(string(characters), known)
}

// easy reports whether fewer than a hundred million tries find a text by what its first hundred characters are made of.
func easy(text string, known []string) bool {
	const judged, moderate = 100, 3 // of 0 to 4
	characters := []rune(text)
	return zxcvbn.PasswordStrength(string(characters[:min(len(characters), judged)]), known).Score < moderate
}

// backwards is a text read from its end.
func backwards(text string) string {
	characters := []rune(text)
	slices.Reverse(characters)
	return string(characters)
}

// unspaced is a text without its blanks: a name is typed with them and without.
func unspaced(text string) string { return strings.Join(strings.Fields(text), "") }

// What stands between letters, and whether that is a year of our time or a day in one, with any signs.
var (
	betweenLetters = regexp.MustCompile(`\PL+`)
	year           = regexp.MustCompile(`^\PN*(\pN{1,2}\PN*){0,2}(19|20)\d\d\PN*(\pN{1,2}\PN*){0,2}$`)
)

// withoutRows is a text without years, days in them, and rows of three or more digits or signs that are the same, or count up or down.
func withoutRows(text string) string {
	const row = 3
	var rest []rune
	characters := []rune(betweenLetters.ReplaceAllStringFunc(text, func(part string) string { return year.ReplaceAllString(part, "") }))
	for len(characters) > 0 {
		end := 1
		for end < len(characters) && !unicode.IsLetter(characters[end]) && inRow(characters[:end+1]) {
			end++
		}
		if end < row || unicode.IsLetter(characters[0]) {
			end = 1
			rest = append(rest, characters[0])
		}
		characters = characters[end:]
	}
	return string(rest)
}

// inRow reports whether the last of some characters follows the one before as that follows its own: it is the same, or the next up or down.
func inRow(characters []rune) bool {
	last := len(characters) - 1
	step := characters[last] - characters[last-1]
	return step >= -1 && step <= 1 && (last < 2 || step == characters[last-1]-characters[last-2])
}

// letters are what a word is made of.
var letters = regexp.MustCompile(`\pL+`)

// withoutRepeats is a text without the words that stand in it before.
func withoutRepeats(text string) string {
	seen := map[string]bool{}
	return letters.ReplaceAllStringFunc(text, func(word string) string {
		if seen[word] && utf8.RuneCountInString(word) >= shortestWord {
			return ""
		}
		seen[word] = true
		return word
	})
}

//go:embed usualwords.txt
var usualText string

// usual are the words of calendars, greetings and counting, in small letters without accents.
var usual = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(usualText) {
		if !strings.HasPrefix(line, "#") {
			for _, word := range strings.Fields(line) {
				words[plainLetters(word)], words[plainLetters(spelledOut.Replace(word))] = true, true
			}
		}
	}
	return words
})

// withoutUsual is a text without known words and those, the longest first: those of five letters or more also where others stand beside them, as in
// "mondaytuesday".
func withoutUsual(text string, known []string) string {
	const anywhere = 5
	words := slices.DeleteFunc(slices.Collect(maps.Keys(usual())), func(word string) bool { return utf8.RuneCountInString(word) < anywhere })
	text = letters.ReplaceAllStringFunc(without(text, known), func(word string) string {
		if usual()[word] {
			return ""
		}
		return word
	})
	return without(text, longestFirst(words))
}

// famous is the example of a good password that everybody knows.
const famous = "correcthorsebatterystaple"

// without is a text with each of some words taken out.
func without(text string, words []string) string {
	for _, word := range words {
		text = strings.ReplaceAll(text, word, "")
	}
	return text
}

// letterWords are the words in a text, which anything but letters parts.
func letterWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

// shortestWord is how many letters a word has at least.
const shortestWord = 3

// knownWords are the words of some texts, and all the words of a text in one, in small letters, as they are typed and without accents, the
// longest first.
func knownWords(texts []string) []string {
	var words []string
	for _, text := range texts {
		for _, spelt := range []string{small(text), plainLetters(text), plainLetters(spelledOut.Replace(small(text)))} {
			parts := strings.FieldsFunc(spelt, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			words = append(append(words, parts...), strings.Join(parts, ""))
		}
	}
	return longestFirst(slices.DeleteFunc(words, func(word string) bool { return utf8.RuneCountInString(word) < shortestWord }))
}

// longestFirst sorts words, in place, and leaves out what is there twice.
func longestFirst(words []string) []string {
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.Compact(words)
}

// usualWords are the words in a text, in small letters, with the digits in them, when a million tries find them all; else none.
func usualWords(text string) []string {
	const usual, longest = 1_000_000, 60 // tries; characters
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i := range words {
		words[i] = strings.TrimFunc(words[i], unicode.IsDigit)
	}
	joined := strings.Join(slices.Compact(words), "")
	if len(joined) > longest || zxcvbn.PasswordStrength(joined, nil).Guesses > usual {
		return nil
	}
	return slices.DeleteFunc(words, func(word string) bool { return utf8.RuneCountInString(word) < shortestWord })
}

// spelledOut writes letters as those do whose keyboard lacks them.
var spelledOut = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe", "æ", "ae")

// withLetters writes letters for the digits and signs that are taken for them.
var withLetters = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s")

// undecomposed are letters of which Unicode takes no accent.
var undecomposed = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ı", "i")

// plainLetters is a text in small letters without accents.
func plainLetters(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(strings.ToLower(text)))
	return undecomposed.Replace(text)
}

func hashableProblem(password string) string {
	switch {
	case password == "":
		return "Enter a password"
	case len(password) > LongestPassword:
		return fmt.Sprintf("Use at most %d bytes", LongestPassword)
	}
	return ""
}

// CheckPassword refuses, beside the field "password", what PasswordProblem finds wrong.
func CheckPassword(password string, about ...string) error {
	if problem := PasswordProblem(password, about...); problem != "" {
		return invalidPassword("The password cannot be used.", problem)
	}
	return nil
}

// CheckHashable refuses, beside the field "password", what must not reach the hash function: nothing, and too much.
func CheckHashable(password string) error {
	problem := hashableProblem(password)
	if problem == "" {
		return nil
	}
	summary := "The password is too long."
	if password == "" {
		summary = problem + "."
	}
	return invalidPassword(summary, problem)
}

func invalidPassword(summary, problem string) error {
	return Invalid(summary, FieldError{Field: "password", Message: problem})
}

// CleanEmail is an email address as it is stored and looked for, the one way in which it is written however it was typed: in small
// letters, accents one with their letters (NFC), and the domain in letters where it was typed in the ASCII form of the domain name
// system. A text that is no address comes out as some text, always the same.
func CleanEmail(text string) string {
	text = small(strings.TrimSpace(text))
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		return text
	}
	domain := text[at+1:]
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		if letters, err := idna.Lookup.ToUnicode(ascii); err == nil {
			domain = letters
		}
	}
	return text[:at+1] + domain
}

// small is a text in small letters, in NFC.
func small(text string) string { return norm.NFC.String(strings.ToLower(norm.NFC.String(text))) }

// EmailProblem says what is wrong with an email address, "" when it is good.
func EmailProblem(email string) string {
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email || len(email) > 254 || strings.ContainsAny(email, " \t\r\n") {
		return emailGuess
	}
	if _, err := idna.Lookup.ToASCII(email[strings.LastIndexByte(email, '@')+1:]); err != nil {
		return emailGuess
	}
	return LineProblem(email, 254)
}

const emailGuess = "Enter an email address like ann@company.example"

// emailTaken is the message beside an email address that somebody has. It does not say so: they may be of another company.
const emailTaken = "This email address cannot be used. Enter another one"

// UserEmailTaken refuses a user whose email address somebody has.
func UserEmailTaken() error {
	return Invalid("The user cannot be saved as entered.",
		FieldError{Message: emailTaken, Key: Key{Field: FieldUserEmail}})
}

// AdministratorEmailTaken refuses a new reseller whose administrator has somebody's email address.
func AdministratorEmailTaken() error {
	return Invalid("The reseller cannot be saved as entered.", FieldError{Message: emailTaken, Key: Key{Field: FieldUserEmail}})
}

// SignInRefused is the one answer to everything that does not fit at a sign-in.
func SignInRefused() error { return Invalid("The email address or the password is wrong.") }

// SignedOut is the refusal of a user who may not sign in any more.
func SignedOut() error { return Forbidden("You may not sign in any more.") }

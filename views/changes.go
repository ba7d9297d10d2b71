package views

import (
	"strings"

	"tiersync/domain"
)

// EditText is one value of a change in words: Subject: From → To.
type EditText struct {
	Group   string // the plan, or the part that it belongs to
	Subject string
	From    string // "" where nothing was there
	To      string // "" where nothing is there any more
	Own     bool   // it is a value of the vendor's own over a delivered one
}

// String is the edit as one sentence.
func (t EditText) String() string {
	switch {
	case t.From == "" && t.To == "":
		return t.Subject
	case t.From == "":
		return t.Subject + ": " + t.To
	case t.To == "":
		return t.Subject + ": removed, was " + t.From
	default:
		return t.Subject + ": " + t.From + " → " + t.To
	}
}

// DescribeEdits puts the values of a change into words, each thing that came or went as one with its values below it. Amounts are in
// currency c.
func DescribeEdits(edits []domain.Edit, n domain.Names, c domain.Currency) []EditText {
	w := words{n, c}
	texts := make([]EditText, 0, len(edits))
	for _, e := range edits {
		o := domain.Outcome{Key: e.Key, Old: e.From.Text, New: e.To.Text}
		t := EditText{Group: w.group(e.Key), Subject: w.subject(o), Own: e.To.Own}
		if e.From.There {
			t.From = shown(w.value(e.Key, e.From.Text))
		}
		if e.To.There {
			t.To = shown(w.value(e.Key, e.To.Text))
		}
		texts = append(texts, t)
	}
	return texts
}

// shown is how an empty text reads.
func shown(text string) string {
	if text == "" {
		return "empty"
	}
	return text
}

// flashed is how many values of a change a message names.
const flashed = 3

// ChangeFlash is the message after a change: text, what it changed, from what to what, and what others changed meanwhile.
func ChangeFlash(done domain.Done, n domain.Names, c domain.Currency, text string) Flash {
	flash := Flash{Tone: Good, Text: text}
	if done.Nothing() && done.Change.Secret == "" {
		return Flash{Tone: Info, Text: "Nothing was changed: it is as it was."}
	}
	if edits := summary(done.Edits, n, c); edits != "" {
		flash.Text += " " + edits
	}
	if meanwhile := summary(done.Meanwhile, n, c); meanwhile != "" {
		flash.Text += " Meanwhile somebody else changed " + meanwhile
	}
	return flash
}

// summary names the first values of a change in one line.
func summary(edits []domain.Edit, n domain.Names, c domain.Currency) string {
	var list []string
	for _, e := range edits {
		if e.From.There && e.To.There {
			list = append(list, DescribeEdits([]domain.Edit{e}, n, c)[0].String())
		}
	}
	if len(list) == 0 {
		return ""
	}
	more := ""
	if len(list) > flashed {
		more = ", and " + FormatCount(len(list)-flashed, "more value", "more values")
		list = list[:flashed]
	}
	return strings.Join(list, "; ") + more + "."
}

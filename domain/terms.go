package domain

import (
	"regexp"
	"time"
)

// Document returns the document with this id, nil when there is none.
func (t *Terms) Document(id int64) *Document {
	return find(t.Documents, id, func(d Document) int64 { return d.ID })
}

// Title is the document's name with its version.
func (d Document) Title() string { return d.Name + " " + d.Version }

// AcceptanceModes are when customers have to accept the terms and conditions.
func AcceptanceModes() []string {
	return []string{"every purchase", "first purchase", "first purchase and after each change",
		"every purchase and after each change"}
}

var datePattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// documentLimit is how many characters the text of a document may have.
const documentLimit = 40_000

func dateProblem(text string) string {
	if _, err := time.Parse(time.DateOnly, text); err != nil || !datePattern.MatchString(text) {
		return "Enter a date like 2026-01-31"
	}
	return ""
}

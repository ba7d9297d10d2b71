package views

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"tiersync/domain"
)

// Path says where a value is, each part within the one before it: the resource "Users", "12 months", "Recurring price". Parts may be names that
// somebody gave.
type Path []string

// between stands between the parts of a path.
const between = " · "

// String is the path as plain text, for files and attributes: "Users · 12 months · Recurring price".
func (p Path) String() string { return strings.Join(p, between) }

// InSentence is the path as it stands in a sentence: each of its parts is set apart by [domain.Isolate].
func (p Path) InSentence() string { return strings.Join(domain.Isolated(p), between) }

// Below is the path within a thing.
func (p Path) Below(of ...string) Path { return slices.Concat(Path(of), p) }

// Within is what is left of the path below another; all of it where it is not below that.
func (p Path) Within(of Path) Path {
	if len(p) > len(of) && slices.Equal(p[:len(of)], of) {
		return p[len(of):]
	}
	return p
}

// Names shows the path, with each of its parts apart from what is around it.
func Names(p Path) templ.Component {
	if len(p) == 0 {
		return Naming("")
	}
	return Naming("%s"+strings.Repeat(between+"%s", len(p)-1), p...)
}

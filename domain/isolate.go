package domain

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// What stands between these two is written in its own direction and turns nothing round beside it (Unicode's isolates). No name holds
// one: breaksLine refuses them.
const (
	IsolateStart = "\u2068"
	IsolateEnd   = "\u2069"
)

// Isolate is a name, or another text that somebody typed, as it stands in a sentence: one with letters that are written from right to
// left is set apart, so that it does not turn round the words and figures beside it. Other names stay as they are. Every sentence
// that is made of a name and words says it through this; what is stored, compared or looked up by it is the name itself.
func Isolate(name string) string {
	if !strings.ContainsFunc(name, rightToLeft) {
		return name
	}
	return IsolateStart + name + IsolateEnd
}

// Isolated are names as they stand in a sentence that lists them.
func Isolated(names []string) []string {
	apart := make([]string, len(names))
	for i, name := range names {
		apart[i] = Isolate(name)
	}
	return apart
}

func rightToLeft(r rune) bool {
	if r < '\u0590' { // the first right-to-left script is Hebrew
		return false
	}
	properties, _ := bidi.LookupRune(r)
	return properties.Class() == bidi.R || properties.Class() == bidi.AL || properties.Class() == bidi.AN
}

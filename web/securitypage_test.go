package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// requirements are the sections of OWASP ASVS 5.0, each with how many of its requirements are of level 1 or 2. These are the first of
// each section.
const requirements = `1.1 2, 1.2 9, 1.3 11, 1.4 3, 1.5 2, 2.1 3, 2.2 3, 2.3 4, 2.4 1, 3.2 2, 3.3 4, 3.4 6, 3.5 5, 3.7 2, 4.1 3, 4.2 1, 4.3 2, 4.4 4, 5.1 1,
	5.2 3, 5.3 2, 5.4 3, 6.1 3, 6.2 12, 6.3 4, 6.4 4, 6.5 5, 6.6 3, 6.8 4, 7.1 3, 7.2 4, 7.3 2, 7.4 5, 7.5 2, 7.6 2, 8.1 2, 8.2 3, 8.3 1, 8.4 1,
	9.1 3, 9.2 4, 10.1 2, 10.2 2, 10.3 4, 10.4 11, 10.5 5, 10.6 2, 10.7 3, 11.1 2, 11.2 3, 11.3 3, 11.4 4, 11.5 1, 11.6 1, 12.1 3, 12.2 2, 12.3 4,
	13.1 1, 13.2 5, 13.3 2, 13.4 5, 14.1 2, 14.2 4, 14.3 3, 15.1 3, 15.2 3, 15.3 7, 16.1 1, 16.2 5, 16.3 4, 16.4 3, 16.5 3, 17.1 1, 17.2 4, 17.3 2`

var (
	securityRows = regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+)(?: to (\d+\.\d+\.\d+))? \| [^|]+ \| (met|not met|not applicable) \| [^|]+ \|$`)
	namedTests   = regexp.MustCompile("`(Test\\w+)`")
)

// TestSecurityPage keeps SECURITY.md true to the standard and to the tests: each requirement of levels 1 and 2 has one row, in order, with
// a state and a test or a reason, and each test that is named exists.
func TestSecurityPage(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	var want []string
	for section := range strings.SplitSeq(requirements, ",") {
		var name string
		var count int
		if _, err := fmt.Sscan(section, &name, &count); err != nil {
			t.Fatalf("%q: %v", section, err)
		}
		for n := range count {
			want = append(want, fmt.Sprint(name, ".", n+1))
		}
	}
	at := 0
	for _, row := range securityRows.FindAllStringSubmatch(page, -1) {
		if at == len(want) || row[1] != want[at] {
			t.Fatalf("row %s stands where %v should", row[1], want[at:min(at+1, len(want))])
		}
		for at++; row[2] != "" && want[at-1] != row[2] && at < len(want); at++ {
		}
	}
	if at < len(want) {
		t.Errorf("from %s on, there is no row of the form | number | requirement | state | test or reason |", want[at])
	}
	tests := namesOfTests(t)
	for _, named := range namedTests.FindAllStringSubmatch(page, -1) {
		if !tests[named[1]] {
			t.Errorf("%s is no test", named[1])
		}
	}
}

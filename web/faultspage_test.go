package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	testNames  = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(|"(Fault\d{3}\w+)"`) // of functions and of subtests
	faultNames = regexp.MustCompile(`Fault\d{3}(?:(?:And|To)\d{3})*`)
	faultParts = regexp.MustCompile(`(Fault|And|To)(\d{3})`)
	faultRows  = regexp.MustCompile("(?m)^\\| (\\d+) \\|.*\\| `(\\w+)` \\|$")
)

// TestFaultsPage keeps docs/faults.md and the tests together: every row names a test that exists, and every number in the
// name of a test has a row.
func TestFaultsPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "docs", "faults.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests, rows, last := namesOfTests(t), map[int]bool{}, 0
	for _, row := range faultRows.FindAllStringSubmatch(string(page), -1) {
		number, _ := strconv.Atoi(row[1]) // digits
		if number <= last {
			t.Errorf("row %d comes after row %d", number, last)
		}
		rows[number], last = true, number
		if !tests[row[2]] {
			t.Errorf("row %d names %s, which is no test", number, row[2])
		}
		if found := faultsOf(row[2]); len(found) > 0 && !found[number] {
			t.Errorf("row %d names %s, a test of other rows", number, row[2])
		}
	}
	if lines := strings.Count(string(page), "\n| ") - strings.Count(string(page), "\n| # "); lines != len(rows) {
		t.Errorf("%d of %d lines are not of the form | number | fault | answer | `test` |", lines-len(rows), lines)
	}
	for name := range tests {
		for number := range faultsOf(name) {
			if !rows[number] {
				t.Errorf("%s has no row %d", name, number)
			}
		}
	}
}

// faultsOf returns the rows that a test's name says: TestFault001To003And007Options is of 1, 2, 3 and 7.
func faultsOf(test string) map[int]bool {
	rows, last := map[int]bool{}, 0
	for _, part := range faultParts.FindAllStringSubmatch(faultNames.FindString(test), -1) {
		number, _ := strconv.Atoi(part[2]) // digits
		for between := last + 1; part[1] == "To" && between < number; between++ {
			rows[between] = true
		}
		rows[number], last = true, number
	}
	return rows
}

func namesOfTests(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range testNames.FindAllStringSubmatch(string(text), -1) {
			names[found[1]+found[2]] = true // one of the two is empty
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func docsFile(t *testing.T, parts ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"..", "docs"}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTheSettingsThatAreShown: each setting in docs/deploy.md is one of serve's, on a line of its own: what reads such a file takes a comment
// beside a value for a part of it.
func TestTheSettingsThatAreShown(t *testing.T) {
	t.Parallel()
	program, err := os.ReadFile("serve.go")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(docsFile(t, "deploy.md"), "3. **The settings**")
	shown, _, _ = strings.Cut(shown, "\n4. ")
	settings := regexp.MustCompile(`(?m)^       ([A-Z_]+)=(.*)$`).FindAllStringSubmatch(shown, -1)
	if len(settings) < 6 {
		t.Fatalf("it shows %d settings", len(settings))
	}
	for _, s := range settings {
		if !strings.Contains(string(program), `env:"`+s[1]+`"`) || strings.ContainsAny(s[2], " #") {
			t.Errorf("%s=%s", s[1], s[2])
		}
	}
}

// TestTheImageHasEveryFolder: docs/deploy/Containerfile copies what the program is built from.
func TestTheImageHasEveryFolder(t *testing.T) {
	t.Parallel()
	copied := map[string]bool{}
	for _, line := range regexp.MustCompile(`(?m)^COPY (\w+) (\w+)$`).FindAllStringSubmatch(docsFile(t, "deploy", "Containerfile"), -1) {
		copied[line[1]] = line[1] == line[2]
	}
	for _, p := range listPackages(t, "./...") {
		folder, _, _ := strings.Cut(strings.TrimPrefix(p.ImportPath, "tiersync/"), "/")
		if !copied[folder] {
			t.Errorf("%s is not copied into the image", p.ImportPath)
		}
	}
}

package static

import (
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryAssetIsServed, and nothing else: no folder is listed, and no path leads to a file.
func TestEveryAssetIsServed(t *testing.T) {
	t.Parallel()
	for name := range sources() {
		rec := httptest.NewRecorder()
		Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, URL(name), nil))
		if rec.Code != http.StatusOK || rec.Body.Len() == 0 || !Has(URL(name)) {
			t.Errorf("%s: status %d, %d bytes", URL(name), rec.Code, rec.Body.Len())
		}
		if got := rec.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
		if got := rec.Header().Get("Content-Type"); strings.Contains(got, "text/plain") || strings.HasPrefix(got, "text/") && !strings.HasSuffix(got, "; charset=utf-8") {
			t.Errorf("%s: Content-Type %q", name, got)
		}
	}
	folder := strings.TrimSuffix(URL("app.css"), "app.css")
	for _, path := range []string{Prefix, folder, strings.TrimSuffix(folder, "/"), folder + ".", folder + "../", folder + "../static.go", folder + "css/", folder + "app.css/"} {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.URL.Path = path
		rec := httptest.NewRecorder()
		if Handler().ServeHTTP(rec, request); rec.Code != http.StatusNotFound || Has(path) {
			t.Errorf("%s: status %d, %q", path, rec.Code, rec.Body)
		}
	}
}

func TestFault095AssetsRevalidateAndAreNeverWrong(t *testing.T) {
	t.Parallel()
	get := func(path, etag string) *httptest.ResponseRecorder {
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("If-None-Match", etag)
		rec := httptest.NewRecorder()
		Handler().ServeHTTP(rec, request)
		return rec
	}
	etag := get(URL("app.css"), "").Header().Get("ETag")
	if rec := get(URL("app.css"), etag); rec.Code != http.StatusNotModified || rec.Body.Len() != 0 {
		t.Errorf("with the ETag: status %d, %d bytes; want 304 without a body", rec.Code, rec.Body.Len())
	}
	if rec := get("/static/000000000000/app.css", ""); rec.Code != http.StatusOK || rec.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("another version's address: status %d, Cache-Control %q", rec.Code, rec.Header().Get("Cache-Control"))
	}
	for _, path := range []string{"/static/", "/static/app.css", "/static/x/../static.go", "/static/x/css/base.css"} {
		if rec := get(path, ""); rec.Code != http.StatusNotFound || Has(path) {
			t.Errorf("%s: status %d, want 404", path, rec.Code)
		}
	}
}

// TestContrast checks every pair of ink and ground that the stylesheet puts on top of each other, in both themes.
func TestContrast(t *testing.T) {
	t.Parallel()
	tests := []struct {
		ground string
		inks   []string
		least  float64
	}{
		{"page", []string{"ink", "ink-soft", "accent", "accent-strong", "bad", "own"}, 4.5},
		{"panel", []string{"ink", "ink-soft", "accent"}, 4.5},
		{"raised", []string{"ink", "ink-soft", "accent", "bad"}, 4.5},
		{"hover", []string{"ink", "ink-soft", "accent", "accent-strong"}, 4.5},
		{"accent-soft", []string{"ink", "accent", "accent-strong"}, 4.5},
		{"neutral-soft", []string{"ink", "accent", "neutral"}, 4.5},
		{"good-soft", []string{"ink", "accent", "good"}, 4.5},
		{"warn-soft", []string{"ink", "accent", "warn"}, 4.5},
		{"bad-soft", []string{"ink", "accent", "bad"}, 4.5},
		{"own-soft", []string{"ink", "accent", "own"}, 4.5},
		{"accent-fill", []string{"accent-ink"}, 4.5},
		{"accent-fill-hover", []string{"accent-ink"}, 4.5},
		{"bad-fill", []string{"accent-ink"}, 4.5},
		{"bad-fill-hover", []string{"accent-ink"}, 4.5},
		{"page", []string{"line-strong", "focus"}, 3},   // borders of fields, the focus ring
		{"raised", []string{"line-strong", "focus"}, 3}, // the same on cards
	}
	for theme, name := range []string{"light", "dark"} {
		colours := tokens(t, theme)
		for _, tt := range tests {
			for _, ink := range tt.inks {
				if got := contrast(colours[ink], colours[tt.ground]); got < tt.least {
					t.Errorf("%s: --%s on --%s has contrast %.2f, want %.1f", name, ink, tt.ground, got, tt.least)
				}
			}
		}
	}
}

func TestNoColourOutsideTheTokens(t *testing.T) {
	t.Parallel()
	css := string(load().assets["app.css"])
	_, rest, found := strings.Cut(css, "@layer base {")
	if !found {
		t.Fatal("the base layer is missing")
	}
	if hex := regexp.MustCompile(`#[0-9a-f]{3,8}\b`).FindString(rest); hex != "" {
		t.Errorf("%s is used outside the tokens", hex)
	}
}

// What is folded in a catalog on screen, such as terms, stands on paper, where nobody can unfold it.
func TestPrintedCatalogsFoldNothing(t *testing.T) {
	t.Parallel()
	folded := regexp.MustCompile(`(?s)@media print \{\s*\.shop-bar.*?\.shop details::details-content \{\s*content-visibility: visible;`)
	if !folded.Match(load().assets["app.css"]) {
		t.Error("a catalog that is printed leaves out what is folded")
	}
}

// The name of a category, what it stands below and what is said of it never end a printed page while its first plan is on the next one.
func TestPrintedCategoriesStandWithTheirPlans(t *testing.T) {
	t.Parallel()
	if !regexp.MustCompile(`(?s)@media print \{\s*\.shop-bar.*?\.shelf > :not\(\.offer\),[^{}]*\{\s*break-after: avoid;`).Match(load().assets["app.css"]) {
		t.Error("what leads to a plan can end a page")
	}
}

// tokens reads the colours of one theme: 0 is light, 1 is dark.
func tokens(t *testing.T, theme int) map[string][3]float64 {
	t.Helper()
	source, err := files.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := map[string][3]float64{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));`).FindAllStringSubmatch(string(source), -1) {
		text := m[2+theme]
		if m[4] != "" {
			text = m[4]
		}
		n, err := strconv.ParseUint(text[1:], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		colours[m[1]] = [3]float64{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}
	}
	return colours
}

// contrast is the ratio of WCAG 2.2 between two colours, 1 to 21.
func contrast(a, b [3]float64) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(c [3]float64) float64 {
	linear := func(v float64) float64 {
		v /= 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

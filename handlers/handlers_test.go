package handlers

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
	"tiersync/views"
)

func newContext(method, target, body string) echo.Context {
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		request.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	}
	return echo.New().NewContext(request, httptest.NewRecorder())
}

func TestFault009PathIDs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want domain.PlanID // 0 for not found
	}{
		{"1", 1}, {"1042", 1042}, {"%31", 1}, {"9223372036854775807", 9223372036854775807},
		{"", 0}, {"0", 0}, {"-1", 0}, {"+1", 0}, {"01", 0}, {"1.0", 0}, {"abc", 0}, {"1%2F2", 0}, {"%", 0}, {"١", 0}, {" 1", 0},
		{"9223372036854775808", 0}, {"12345678901234567890", 0}, {"1\n", 0},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			c := newContext(http.MethodGet, "/", "")
			c.SetParamNames("id")
			c.SetParamValues(tt.text)
			got, err := pathID[domain.PlanID](c, "id")
			if got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
			if (err != nil) != (tt.want == 0) || err != nil && domain.KindOf(err) != domain.KindNotFound {
				t.Errorf("error %v; want not found only for what is no id", err)
			}
		})
	}
}

func TestFault091ListStateFallsBackToTheDefaultSort(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query string
		want  views.List
	}{
		{"", views.List{Sort: "id", Page: 1}},
		{"sort=name&dir=desc&page=3", views.List{Sort: "name", Desc: true, Page: 3}},
		{"dir=desc", views.List{Sort: "id", Desc: true, Page: 1}},
		{"sort=name;drop&dir=up", views.List{Sort: "id", Page: 1}},
		{"sort=password&dir=desc", views.List{Sort: "id", Page: 1}},
		{"page=-1", views.List{Sort: "id", Page: 1}},
		{"page=99999999999999999999", views.List{Sort: "id", Page: 1}},
		{"rows=200&page=2", views.List{Sort: "id", Page: 2, Long: true}},
		{"rows=1000", views.List{Sort: "id", Page: 1}},
		{"q=%20backup%20", views.List{Query: "backup", Sort: "id", Page: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			tt.want.Path, tt.want.Unsort = "/products/plans", "id"
			got, err := listState(newContext(http.MethodGet, "/products/plans?"+tt.query, ""), "id", "name")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("list state (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFault022And090SearchText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query, want string
		refused           bool
	}{
		{"wildcards are literal", "%_\\'\"; drop", "%_\\'\"; drop", false},
		{"invalid UTF-8 matches nothing", "a\xff\xfeb", "a\uFFFDb", false},
		{"NUL matches nothing", "a\x00b", "a\uFFFDb", false},
		{"200 runes", strings.Repeat("é", 200), strings.Repeat("é", 200), false},
		{"201 runes", strings.Repeat("é", 201), "", true},
		{"10,000 characters", strings.Repeat("x", 10_000), "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			list, err := listState(newContext(http.MethodGet, "/?q="+url.QueryEscape(tt.query), ""), "id")
			if refused := domain.KindOf(err) == domain.KindInvalid; refused != tt.refused || list.Query != tt.want {
				t.Errorf("got %q, %v; want %q, refused %t", list.Query, err, tt.want, tt.refused)
			}
		})
	}
}

func TestFault007FormIgnoresTheQuery(t *testing.T) {
	t.Parallel()
	c := newContext(http.MethodPost, "/?opt=fees&name=query", "opt=plans&opt=plans&opt=limits&name=+body+")
	var f *form
	if err := ReadForm(func(c echo.Context) error { f = formOf(c); return nil })(c); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"plans", "limits"}, f.all("opt")); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	if got := f.text("name"); got != "body" {
		t.Errorf("name is %q, want %q", got, "body")
	}
	if f.has("nothing") || f.err() != nil {
		t.Errorf("has(nothing) = %t, err = %v", f.has("nothing"), f.err())
	}
}

func TestFault022FormTextMustBeText(t *testing.T) {
	t.Parallel()
	f := &form{values: url.Values{"name": {"\xff\xfe"}, "nul": {"a\x00"}, "password": {"\x00\xff"}}}
	f.text("name")
	f.text("nul")
	if f.raw("password") != "\x00\xff" {
		t.Error("a password may be any bytes")
	}
	var e *domain.Error
	if !errors.As(f.err(), &e) || e.Kind != domain.KindInvalid || len(e.Fields) != 2 {
		t.Errorf("err = %v, want a message beside both fields", f.err())
	}
}

func TestOwnPath(t *testing.T) {
	t.Parallel()
	own := []string{"/", "/products/plans?q=a%20b&page=2", "/synchronizations/15"}
	foreign := []string{"", "products", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/",
		"javascript:alert(1)", "/a\r\nSet-Cookie: x", "/login", "/logout", "/login?next=/", "/%zz", "/" + strings.Repeat("a", 2000)}
	for _, path := range own {
		if !isOwnPath(path) {
			t.Errorf("%q is refused", path)
		}
	}
	for _, path := range foreign {
		if isOwnPath(path) {
			t.Errorf("%q is accepted", path)
		}
	}
}

func TestInvalid(t *testing.T) {
	t.Parallel()
	if errs, ok := invalid(domain.Invalid("No.", domain.FieldError{Field: "a", Message: "b"})); !ok || errs.For("a") != "b" {
		t.Errorf("with fields: %v, %t", errs, ok)
	}
	if errs, ok := invalid(domain.Invalid("No.")); !ok || len(errs) != 1 || errs[0].Message != "No." {
		t.Errorf("without fields: %v, %t", errs, ok)
	}
	if _, ok := invalid(domain.NotFound("The plan")); ok {
		t.Error("another kind of error counts as invalid input")
	}
}

func TestPublishedText(t *testing.T) {
	t.Parallel()
	priced := &domain.Plan{Name: "Mail"}
	held := &domain.Plan{Name: "Mail", Periods: []domain.Period{{ID: 1, Active: true}}}
	tests := []struct {
		args views.PlanPage
		on   bool
		sold bool
		want string
	}{
		{views.PlanPage{Plan: priced, Delivered: priced}, true, true, "Mail is published."},
		{views.PlanPage{Plan: priced, Delivered: priced}, false, false, "Mail is no longer published."},
		{views.PlanPage{Plan: priced, Delivered: priced}, false, true, "Mail is no longer published. Resellers to whom it was delivered go on selling it."},
		{views.PlanPage{Plan: held, Delivered: held}, true, true, "Mail is published, and will be on sale once it is confirmed."},
		{views.PlanPage{Plan: held}, true, false, "Mail is published, and will be on sale once its prices are set."},
	}
	for _, tt := range tests {
		if got := publishedText(tt.args, tt.on, tt.sold); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// An Excel file is sent when its last line is known: until then nothing has moved the time on in which an answer has to be written.
func TestAnExportThatFailsLateSaysSo(t *testing.T) {
	t.Parallel()
	const limit = 100 * time.Millisecond
	e := echo.New()
	e.HTTPErrorHandler = ErrorPage(nil)
	e.GET("/things.xlsx", func(c echo.Context) error {
		return export(c, "things", tablefile.Table{Name: "Things", Columns: []string{"Thing"}, Rows: walked(func(rowFunc) error {
			time.Sleep(2 * limit)
			return domain.Invalid("There are too many things.")
		})})
	})
	site := httptest.NewUnstartedServer(e)
	site.Config.WriteTimeout = limit
	site.Start()
	t.Cleanup(site.Close)
	answer, err := site.Client().Get(site.URL + "/things.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(body), "There are too many things.") {
		t.Errorf("%d, and not why: %s", answer.StatusCode, body)
	}
}

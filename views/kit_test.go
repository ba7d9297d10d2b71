package views_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"tiersync/domain"
	. "tiersync/views"
)

// hostile is a text that must appear on every page as it is.
const hostile = `<script>alert("1")</script>'"&`

// document renders components one after the other inside the layout.
func document(t *testing.T, p Page, parts ...templ.Component) *goquery.Document {
	t.Helper()
	return rendered(t, with(Layout(p), parts...))
}

// rendered is a page as a browser has it.
func rendered(t *testing.T, page templ.Component) *goquery.Document {
	t.Helper()
	var html strings.Builder
	if err := page.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	read, err := goquery.NewDocumentFromReader(strings.NewReader(html.String()))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// linkOf is where a page leads to by a link of this text, "" where none does.
func linkOf(page *goquery.Selection, text string) (url string) {
	page.Find("a").Each(func(_ int, s *goquery.Selection) {
		if strings.Join(strings.Fields(s.Text()), " ") == text {
			url = s.AttrOr("href", "")
		}
	})
	return url
}

// texts are those of some elements.
func texts(of *goquery.Selection) string {
	return strings.Join(of.Map(func(_ int, s *goquery.Selection) string { return s.Text() }), ", ")
}

// with gives a component children.
func with(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

// everything is one page with each part of the kit.
func everything(t *testing.T) *goquery.Document {
	t.Helper()
	viewer := domain.Viewer{User: domain.User{Name: hostile, Role: domain.Operator}, Account: domain.Account{Kind: domain.Provider, Name: hostile}}
	list := List{Path: "/products/plans", Query: hostile, Sort: "name", Unsort: "id", Page: 2, Total: 120, Extra: map[string][]string{"status": {hostile}}}
	errs := Errors{{Field: "setup", Message: "Enter a price like 12.50"}, {Message: hostile}}
	table := with(Table(TableArgs{Caption: hostile}), with(Columns(), SortCol(list, "name", "Name"), SortCol(list, "id", "ID"), NumCol("Fee"), HiddenCol("Actions")))
	return document(t, Page{Title: hostile, Section: "/products/plans", Crumbs: []Crumb{{"Products", "/products/plans"}, {hostile, ""}},
		Viewer: &viewer, Errors: errs, Nav: Navigation(viewer), Flash: &Flash{Tone: Good, Text: hostile}},
		PageHeader(Head{Title: hostile, Subtitle: hostile, Marks: []Mark{{Good, hostile}}}), ErrorSummary(),
		Tabs("Plan", []Tab{{Label: hostile, URL: "/a", Current: true, Count: "4"}, {Label: "Other", URL: "/b"}}),
		SearchForm(list, "Search by name"), table, Pager(list), Empty(hostile, hostile), Notice(Warn, hostile), with(Card(hostile), Diff("", hostile)),
		with(Stats(), Stat(hostile, "4", hostile)), with(Properties(), with(Property(hostile), Money(domain.Price{}, "USD"))),
		TextField(Field{Name: "setup", Label: "Setup fee", Hint: "Like 12.50", Value: hostile, Suffix: "USD"}),
		TextArea(Field{Name: "texts", Label: "Description", Value: hostile}),
		Select(Field{Name: "schedule", Label: "Schedule", Value: "b"}, []Option{{Value: "a", Label: "none"}, {Value: "b", Label: hostile, Group: hostile}}),
		with(Fieldset(Group{Name: "opt", Legend: "Synchronize Plans", Hint: "Tick", SelectAll: true}),
			Checkbox(Check{Name: "opt", Value: "fees", Label: "Update Plan Fees", Hint: "Prices", Count: "12 changes", Note: "at 3 resellers"}),
			Radios("own", "keep", []Option{{Value: "overwrite", Label: "Overwrite"}, {Value: "keep", Label: "Keep", Hint: "They stay."}})),
		with(DialogBody(), PostButton(Danger, "/x", "Undo"), NamedButton(Primary, "do", "run", "Synchronize"), DialogLink(Secondary, "/y", "Open")),
	)
}

func TestFault052TextsAreShownAsText(t *testing.T) {
	t.Parallel()
	page := everything(t)
	if n := page.Find("script:not([src])").Length(); n != 0 {
		t.Errorf("%d scripts came in by a text", n)
	}
	for _, selector := range []string{"title", "h1", "caption", "[role=status]", ".account", "textarea", "option[selected]", "[role=alert]", "ins"} {
		if !strings.Contains(page.Find(selector).Text(), hostile) {
			t.Errorf("%s does not show the text as it is: %q", selector, page.Find(selector).Text())
		}
	}
	if got := page.Find("#q").AttrOr("value", ""); got != hostile {
		t.Errorf("search field: %q", got)
	}
}

func TestKitNeedsNoExceptionInTheContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	page := everything(t)
	page.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, attribute := range s.Get(0).Attr {
			if attribute.Key == "style" || strings.HasPrefix(attribute.Key, "on") {
				t.Errorf("<%s> has the attribute %s", goquery.NodeName(s), attribute.Key)
			}
		}
	})
	if page.Find("style, script:not([src])").Length() != 0 {
		t.Error("there is an inline style or script")
	}
}

func TestKitIsLabelled(t *testing.T) {
	t.Parallel()
	page := everything(t)
	ids := map[string]int{}
	page.Find("[id]").Each(func(_ int, s *goquery.Selection) { ids[s.AttrOr("id", "")]++ })
	for id, n := range ids {
		if n > 1 {
			t.Errorf("the id %q is used %d times", id, n)
		}
	}
	page.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if page.Find("label[for='"+id+"']").Length() != 1 {
			t.Errorf("the field %q has no label", id)
		}
	})
	page.Find("[aria-describedby], [aria-labelledby]").Each(func(_ int, s *goquery.Selection) {
		for _, id := range strings.Fields(s.AttrOr("aria-describedby", "") + " " + s.AttrOr("aria-labelledby", "")) {
			if ids[id] != 1 {
				t.Errorf("<%s> refers to %q, which is not there", goquery.NodeName(s), id)
			}
		}
	})
	page.Find("thead th").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("scope", "") != "col" || strings.TrimSpace(s.Text()) == "" {
			t.Errorf("a column is not headed: %q", s.Text())
		}
	})
	if page.Find("h1").Length() != 1 || page.Find("nav:not(.pager) a[aria-current=page]").Length() != 2 {
		t.Errorf("%d h1, %d current links", page.Find("h1").Length(), page.Find("nav:not(.pager) a[aria-current=page]").Length())
	}
}

func TestErrorsAreBesideTheirFieldsAndOnTop(t *testing.T) {
	t.Parallel()
	page := everything(t)
	link := page.Find("[role=alert] a")
	if link.AttrOr("href", "") != "#setup" || link.Text() != "Setup fee: Enter a price like 12.50" {
		t.Errorf("summary: %q to %q", link.Text(), link.AttrOr("href", ""))
	}
	field := page.Find("#setup")
	if field.AttrOr("aria-invalid", "") != "true" || field.AttrOr("aria-describedby", "") != "setup-hint setup-error" {
		t.Errorf("aria-invalid %q, described by %q", field.AttrOr("aria-invalid", ""), field.AttrOr("aria-describedby", ""))
	}
	if got := strings.Join(strings.Fields(page.Find("#setup-error").Text()), " "); got != "Error: Enter a price like 12.50" {
		t.Errorf("message: %q", got)
	}
}

func TestListsHaveHeadings(t *testing.T) {
	t.Parallel()
	page := document(t, Page{}, Select(Field{Name: "c", Label: "Currency", Value: "c"}, []Option{{Value: "", Label: "Choose"},
		{Value: "a", Label: "A", Group: "First"}, {Value: "b", Label: "B", Group: "First"}, {Value: "c", Label: "C", Group: "Others"}}))
	if got := page.Find("select > option").Text(); got != "Choose" {
		t.Errorf("under no heading: %q", got)
	}
	if got := page.Find("optgroup[label=First] option").Text(); got != "AB" {
		t.Errorf("under the first heading: %q", got)
	}
	if got := page.Find("optgroup[label=Others] option[selected]").Text(); got != "C" {
		t.Errorf("chosen: %q", got)
	}
}

func TestNavigationFollowsTheAccount(t *testing.T) {
	t.Parallel()
	count := func(v domain.Viewer) (n int) {
		for _, section := range Navigation(v) {
			n += len(section.Links)
		}
		return n
	}
	reseller := domain.Viewer{Account: domain.Account{Kind: domain.Reseller}}
	vendor := reseller
	vendor.Granted = []domain.Privilege{domain.ManageSubResellers}
	provider := domain.Viewer{Account: domain.Account{Kind: domain.Provider}}
	if p, r, v := count(provider), count(reseller), count(vendor); p != 21 || r != 13 || v != 18 {
		t.Errorf("links: provider %d, reseller %d, reseller with sub-resellers %d; want 21, 13, 18", p, r, v)
	}
}

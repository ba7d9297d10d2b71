package views_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tiersync/domain"
	. "tiersync/views"
)

// TestEveryFormSaysWhosePageItIsOn: templates write no form that posts but PostForm, which names the user whose page it is on.
func TestEveryFormSaysWhosePageItIsOn(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if file == "form.templ" {
			want = 1
		}
		if n := strings.Count(strings.ToLower(string(text)), `method="post"`); n != want {
			t.Errorf("%s has %d forms that post, want %d: use PostForm", file, n, want)
		}
	}
	v := domain.Viewer{User: domain.User{ID: 7}}
	page := document(t, Page{Viewer: &v, Once: "KEY"}, PostForm(Form{Action: "/a"}), PostForm(Form{Action: "/b", Makes: true}), PostButton(Danger, "/c", "Undo"))
	forms := page.Find("form[method=post]")
	if named := forms.Has("input[type=hidden][name=sender][value='7']"); forms.Length() != 4 || named.Length() != 4 { // signing out is one of them
		t.Errorf("%d of %d forms say whose they are", named.Length(), forms.Length())
	}
	if made := forms.Has("[name=once][value=KEY]"); made.Length() != 1 || made.AttrOr("action", "") != "/b" {
		t.Errorf("%d forms have a key, want the one that makes something", made.Length())
	}
	if signedOut := document(t, Page{}, PostForm(Form{Action: "/login"})); signedOut.Find("[name=sender]").Length() != 0 {
		t.Error("a page that is nobody's names somebody")
	}
}

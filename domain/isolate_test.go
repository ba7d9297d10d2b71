package domain

import "testing"

func TestIsolate(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":           "",
		"Gold":       "Gold",
		"Äpfel 金 🙂":  "Äpfel 金 🙂",
		"שלום":       "\u2068שלום\u2069",
		"Gold مرحبا": "\u2068Gold مرحبا\u2069",
	}
	for name, want := range tests {
		if got := Isolate(name); got != want {
			t.Errorf("Isolate(%q) = %q, want %q", name, got, want)
		}
		if want != name && LineProblem(want, NameLimit) == "" {
			t.Errorf("a name may be %q, and end what sets it apart", want)
		}
	}
}

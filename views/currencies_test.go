package views_test

import (
	"testing"

	"tiersync/domain"
	. "tiersync/views"
)

func TestEveryCurrencyHasAName(t *testing.T) {
	t.Parallel()
	for _, c := range domain.Currencies() {
		if CurrencyLabel(c) == string(c) {
			t.Errorf("%s has no name", c)
		}
	}
	if got := CurrencyLabel("DEM"); got != "DEM" {
		t.Errorf("out of use: %q", got)
	}
}

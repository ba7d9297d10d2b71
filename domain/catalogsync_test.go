package domain

import "testing"

// TestPlacesOfOnesOwnAreToldApart: a run remembers what it made of a delivered catalog by the places where things of the reseller's
// own stand. Two resellers who differ in them must not get the same.
func TestPlacesOfOnesOwnAreToldApart(t *testing.T) {
	t.Parallel()
	seen := map[string]occupied{}
	for _, at := range []occupied{{}, {plans: []CategoryID{1}}, {plans: []CategoryID{2}}, {plans: []CategoryID{1, 2}}, {plans: []CategoryID{12}},
		{categories: []CategoryID{1}}, {categories: []CategoryID{2}}, {taxed: []CategoryID{1}}, {taxed: []CategoryID{2}},
		{plans: []CategoryID{1}, taxed: []CategoryID{1}}, {plans: []CategoryID{1}, categories: []CategoryID{1}},
		{categories: []CategoryID{1}, taxed: []CategoryID{1}}, {plans: []CategoryID{1}, categories: []CategoryID{1}, taxed: []CategoryID{1}}} {
		if other, known := seen[at.String()]; known {
			t.Errorf("%+v and %+v are the same: %q", at, other, at.String())
		}
		seen[at.String()] = at
	}
}

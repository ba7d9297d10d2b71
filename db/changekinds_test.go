package db_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tiersync/domain"
)

// TestEveryKindOfChange makes a change of every kind there is as everybody: as an administrator, as an operator with all rights that
// it takes and without each of them, as a read-only user; for accounts that it is for and for others; of one's own things, of those of
// somebody below, of another provider's, and of what is not there. What may not be is refused and leaves no trace in any table.
func TestEveryKindOfChange(t *testing.T) {
	t.Parallel()
	lists, kinds, worlds := kindFixtures(), map[domain.ChangeKind]int{}, [][]kindFixture{}
	for _, list := range lists {
		for i, f := range list {
			if kinds[f.kind]++; i == len(worlds) {
				worlds = append(worlds, nil)
			}
			worlds[i] = append(worlds[i], f)
		}
	}
	for _, info := range domain.ChangeKinds() {
		if kinds[info.Kind] != 1 {
			t.Errorf("%s has %d fixtures in kindFixtures: one has to say how a change of this kind is made, and what it takes", info.Kind, kinds[info.Kind])
		}
	}
	for i, together := range worlds {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			w := newKindsWorld(t)
			for _, f := range together {
				t.Run(string(f.kind), func(t *testing.T) { (&kindTest{world: w.of(t), kindFixture: f}).everybody() })
			}
			if v, err := w.db.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
				t.Errorf("what is stored afterwards: %q, %v", v.Wrong, err)
			}
		})
	}
}

// of is the world of a part of a test.
func (w *world) of(t testing.TB) *world {
	part := *w
	part.t = t
	return &part
}

// kindTest is the test of one kind of change.
type kindTest struct {
	*world
	kindFixture
	delivered domain.Kind // what comes of it at what was delivered to the account
	digests   string      // the query for it
}

// vendor is an account whose users try a kind of change.
type vendor struct {
	account domain.AccountID
	own     [2]things // the administrator changes the first, an operator the second
	below   things    // those of a reseller of theirs
	given   things    // those that were delivered to them; zero: nothing
}

// everybody lets a provider, a reseller and a reseller who was given no privileges try.
func (k *kindTest) everybody() {
	k.t.Helper()
	if k.first != "" {
		k.exec(k.first)
	}
	if k.info().Has(domain.OfOneself) {
		k.ofOneself()
		return
	}
	k.as(vendor{accountP, [2]things{providers, providers2}, resellers, 0}, k.info().Who != domain.ResellersOnly)
	own := [2]things{resellers, resellers2}
	if k.over {
		own = [2]things{providers, providers2}
	}
	k.as(vendor{accountR1, own, childs, gifts}, k.info().Who != domain.ProvidersOnly)
	const bare = "the administrator of an account without privileges"
	k.traceless(bare, func() {
		k.refused(bare, k.viewer(administratorOf(accountR2)), providers, domain.KindForbidden, domain.KindNotFound)
	})
}

// as lets everybody of an account try. theirs says whether the kind is for accounts like it.
func (k *kindTest) as(v vendor, theirs bool) {
	k.t.Helper()
	rights := k.takes(v)
	if v.given != 0 && theirs && !k.over && k.nobodys == "" {
		k.delivered = k.atDelivered(v)
	}
	people := k.people(rights)
	for _, p := range people {
		who := k.become(v.account, p)
		k.traceless(p.name, func() {
			if k.nobodys == "" {
				k.elsewhere(v, p, who, theirs)
			}
			switch {
			case !theirs:
				k.refused(p.name+" of an account that it is not for", who, v.own[0], domain.KindNotFound, domain.KindForbidden)
			case !p.may:
				if err := k.refused(p.name, who, v.own[0], domain.KindForbidden); err != nil && !strings.Contains(err.Error(), string(p.lacks)) {
					k.t.Errorf("%s is told %q, which does not name the right", p.name, err)
				}
			}
		})
	}
	if !theirs {
		return
	}
	holder := people[2]
	page := k.become(v.account, holder)
	k.become(v.account, person{role: domain.ReadOnly})
	k.traceless("who lost the rights", func() {
		k.refused("an operator who lost the rights after the page was opened", page, v.own[0], domain.KindForbidden)
	})
	k.strongerUsers(k.become(v.account, holder), v.own[1])
	k.done(k.viewer(administratorOf(v.account)), v.own[0])
	k.done(k.become(v.account, holder), v.own[1])
	if k.below == allowed {
		k.done(k.viewer(administratorOf(v.account)), v.below)
	}
}

// elsewhere tries it at the things of others, and at what was delivered to the account.
func (k *kindTest) elsewhere(v vendor, p person, who domain.Viewer, theirs bool) {
	k.t.Helper()
	places := map[things]domain.Kind{v.below: k.below, foreign: k.beside, nobodys: k.beside}
	if v.given != 0 && theirs && !k.over {
		places[v.given] = k.delivered
	}
	for b, want := range places {
		if want == domain.KindInternal {
			want = domain.KindNotFound
		}
		name := fmt.Sprintf("%s of account %d at the things of account %d", p.name, who.Account.ID, b.vendor())
		switch {
		case !theirs || !p.may:
			k.refused(name, who, b, domain.KindNotFound, domain.KindForbidden)
		case want != allowed:
			k.refused(name, who, b, want)
		case b == v.given:
			if _, err := k.db.Planting().PreviewChange(k.t.Context(), who, k.changeOf(b)); err != nil {
				k.t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// try makes the change.
func (k *kindTest) try(who domain.Viewer, b things) error {
	if k.by != nil {
		return k.by(k.world, who, b)
	}
	_, err := k.db.Planting().Do(k.t.Context(), who, k.changeOf(b))
	return err
}

// refused wants the change refused for one of these reasons.
func (k *kindTest) refused(name string, who domain.Viewer, b things, want ...domain.Kind) error {
	k.t.Helper()
	err := k.try(who, b)
	if err == nil || !slices.Contains(want, domain.KindOf(err)) {
		k.t.Errorf("%s: got kind %d, want %d: %v", name, domain.KindOf(err), want, err)
	}
	return err
}

// done wants the change made and told once, of this kind, by them and with what it was and is.
func (k *kindTest) done(who domain.Viewer, b things) {
	k.t.Helper()
	table := map[kindLog]string{inChanges: "change", inRuns: "run"}[k.log]
	had := ask[int64](k.t, k.db, `SELECT coalesce(max(id), 0) FROM `+table)
	if err := k.try(who, b); err != nil {
		k.t.Errorf("user %d: %v", who.User.ID, err)
		return
	}
	if k.again != "" {
		defer k.exec(k.again)
	}
	told := `SELECT coalesce(string_agg(account_id || ' ' || user_id, ', '), '') FROM ` + table + ` WHERE id > $1 AND (account_id = $2`
	if k.log == inChanges {
		told += ` OR kind = '` + string(k.kind) + `'` // what is told to others beside it, such as the first user of an account
	}
	want := fmt.Sprintf("%d %d", who.Account.ID, who.User.ID)
	if got := ask[string](k.t, k.db, told+`)`, had, who.Account.ID); got != want {
		k.t.Errorf("the log tells of %q (account and user), want %q", got, want)
	}
	if k.log == inChanges {
		k.told(had, b)
	}
	k.onceMore(who, b)
}

// onceMore makes the same change again: what is there already is not made, what is gone is not there, and anything else comes to nothing.
func (k *kindTest) onceMore(who domain.Viewer, b things) {
	k.t.Helper()
	if k.by != nil || k.again != "" || k.kind == domain.PathAdded {
		return
	}
	c := k.changeOf(b)
	if c.About.ID == domain.NewID || c.Hidden() {
		return
	}
	want := allowed
	switch {
	case strings.HasSuffix(string(k.kind), "_created"):
		want = domain.KindConflict
	case len(c.Typed)+len(c.Reset)+len(c.Without) == 0:
		want = domain.KindNotFound
	}
	done, err := k.db.Planting().Do(k.t.Context(), who, c)
	if want == allowed && (err != nil || done.ID != 0 || !done.Nothing()) || want != allowed && domain.KindOf(err) != want {
		k.t.Errorf("once more: %+v, %v", done.Edits, err)
	}
}

// told checks what the log says of the change after an entry.
func (k *kindTest) told(had int64, b things) {
	k.t.Helper()
	var edits []struct {
		Field    domain.Field
		From, To *struct {
			Text string
			Own  bool
		}
	}
	body := ask[string](k.t, k.db, `SELECT kind || ' ' || object || ' ' || coalesce(p.edits, '[]')
		FROM change c LEFT JOIN change_part p ON p.change_id = c.id WHERE id > $1 LIMIT 1`, had)
	body, told := strings.CutPrefix(body, string(k.kind)+" "+string(k.info().Of)+" ")
	k.check(json.Unmarshal([]byte(body), &edits))
	var lines []string
	for _, e := range edits {
		from, to := "nothing", "nothing"
		if e.From != nil {
			from = held(e.From.Text, e.From.Own)
		}
		if e.To != nil {
			to = held(e.To.Text, e.To.Own)
		}
		if from == to {
			k.t.Errorf("%s is told to have changed from %s to %s", e.Field, from, to)
		}
		lines = append(lines, b.without(fmt.Sprintf("%s: %s -> %s", e.Field, from, to)))
	}
	if !told || !slices.Contains(lines, k.says) && (k.says != "" || len(lines) > 0) {
		k.t.Errorf("the log says %q, want %s and %q in it", lines, k.kind, k.says)
	}
}

func held(text string, own bool) string {
	if own {
		return text + " (own)"
	}
	return text
}

var longNumber = regexp.MustCompile(`\b\d{5}\b`)

// without writes the ids of the things as "#21".
func (b things) without(text string) string {
	return longNumber.ReplaceAllStringFunc(text, func(number string) string {
		n, err := strconv.Atoi(number)
		if err != nil || things(n)/1000*1000 != b {
			return number
		}
		return "#" + strconv.Itoa(n-int(b))
	})
}

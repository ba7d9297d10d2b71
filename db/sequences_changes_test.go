package db_test

import (
	"fmt"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tiersync/domain"
	"tiersync/domain/oracle"
)

// edit makes a change as the account's one user.
func (p *play) edit(s oracle.Edited) {
	done, err := p.work.Planting().Do(p.Context(), p.viewer(s.Account), s.Change)
	p.check(err)
	p.changed(s.Account, done, s.Applied)
}

// takeBack previews the undo of a change, and takes it back; what is refused in the world is refused here.
func (p *play) takeBack(s oracle.TakenBack) {
	v, record := p.viewer(s.Account), p.world.Changes[s.Change].Record
	undo := domain.Change{Kind: record.Kind, About: record.About, Undoes: p.changes[s.Change]}
	promised, err := p.work.PreviewChange(p.Context(), v, undo)
	if err == nil {
		undo.Bound = promised.Digest()
	}
	done, again := p.work.Do(p.Context(), v, undo)
	if domain.KindOf(err) != s.Refused || domain.KindOf(again) != s.Refused {
		p.fail("an undo was refused, or was not, otherwise than in the world", p.world.Account(s.Account), []string{fmt.Sprint(err), fmt.Sprint(again)})
	}
	if s.Refused == domain.KindInternal {
		p.check(err)
		p.check(again)
		p.changed(s.Account, done, s.Applied)
	}
}

// byKey compares edits whatever their order: the log has them in the order of pages.
var byKey = cmpopts.SortSlices(func(a, b domain.Edit) bool { return fmt.Sprint(a.Key) < fmt.Sprint(b.Key) })

// changed compares what a change came to, and now and then what its page says, with what it came to in the world.
func (p *play) changed(account domain.AccountID, done domain.Done, want domain.Applied) {
	diff := cmp.Diff(want.Edits, done.Edits, cmpopts.EquateEmpty(), byKey) + cmp.Diff(want.Stays, done.Stays, cmpopts.EquateEmpty(), byKey)
	if diff != "" || want.Nothing() != (done.ID == 0) {
		p.fail("a change came to something else than in the world", p.world.Account(account), []string{fmt.Sprint(done.ID), diff})
	}
	if want.Nothing() {
		return
	}
	if p.changes = append(p.changes, done.ID); len(p.changes)%3 != 0 {
		return
	}
	page, err := p.work.Change(p.Context(), p.viewer(account), done.ID, 0)
	p.check(err)
	if diff := cmp.Diff(want.Edits, page.Edits, byKey); diff != "" {
		p.fail("the page of a change says something else than happened", p.world.Account(account), []string{diff})
	}
}

package worlds_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"tiersync/db/dbtest"
	"tiersync/db/worlds"
	"tiersync/domain"
	"tiersync/domain/story"
)

// TestStoriesOfUndos plays the stories of domain/testdata/rules in which edits are taken back in a database, too: what is told is made
// by the methods of the program, and what the stories say then must be so in the tables.
func TestStoriesOfUndos(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../domain/testdata/rules/u4-*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := &play{t: t}
			for _, section := range archive.Files {
				if err := p.section(section.Name, string(section.Data)); err != nil {
					t.Fatalf("%s: %v", section.Name, err)
				}
			}
		})
	}
}

// play is a story that is played in a database.
type play struct {
	*worlds.World
	t       *testing.T
	edits   [][]worlds.Made // of each edit and each undo of one
	runs    []domain.RunID  // and undos
	refused string          // the last undo
}

func (p *play) section(name, text string) error {
	switch name {
	case "given":
		p.World = dbtest.World(p.t, text)
	case "edit":
		before := len(p.Made)
		err := p.Tell(p.t.Context(), text)
		p.edits = append(p.edits, slices.Clone(p.Made[before:]))
		return err
	case "run":
		return p.run(story.Lines(text))
	case "undo":
		return p.undo(story.Lines(text))
	case "take back":
		return p.takeBack(story.Lines(text))
	case "then":
		for _, line := range story.Lines(text) {
			if err := p.then(line); err != nil {
				p.t.Errorf("%q: %v", line, err)
			}
		}
	default:
		return errors.New("unknown section")
	}
	return nil
}

// run synchronizes everybody.
func (p *play) run(lines []string) error {
	r := domain.RunRequest{Plan: p.Plan, Options: domain.OptionSet{}, Policy: domain.Overwrite}
	for _, line := range lines {
		option := slices.IndexFunc(domain.Options(), func(o domain.Option) bool { return o.Label == line })
		switch {
		case line == "all boxes":
			r.Options = domain.AllOptions()
		case line == "keep own values":
			r.Policy = domain.Keep
		case option >= 0:
			r.Options[domain.Options()[option].Key] = true
		default:
			return fmt.Errorf("unknown words %q", line)
		}
	}
	id, err := p.DB.Synchronize(p.t.Context(), p.Viewers["P"], r)
	p.runs = append(p.runs, id)
	return err
}

// undo takes the last run back, or "run 1".
func (p *play) undo(lines []string) error {
	n := len(p.runs)
	if len(lines) > 0 {
		n, _ = strconv.Atoi(strings.TrimPrefix(lines[0], "run "))
	}
	if n < 1 || n > len(p.runs) {
		return fmt.Errorf("there is no run %d", n)
	}
	id, err := p.DB.Undo(p.t.Context(), p.Viewers["P"], p.runs[n-1], nil)
	p.runs = append(p.runs, id)
	return err
}

// takeBack takes the last edit back, or "edit 1". An undo that is refused changes nothing.
func (p *play) takeBack(lines []string) error {
	n := len(p.edits)
	if len(lines) > 0 {
		n, _ = strconv.Atoi(strings.TrimPrefix(lines[0], "edit "))
	}
	if n < 1 || n > len(p.edits) {
		return fmt.Errorf("there is no edit %d", n)
	}
	before := p.all()
	undone, err := p.TakeBack(p.t.Context(), p.edits[n-1])
	p.refused = ""
	var refused *domain.Error
	if errors.As(err, &refused) {
		p.refused = refused.Message
		if diff := cmp.Diff(before, p.all()); diff != "" {
			p.t.Errorf("an undo that was refused changed (-before +after):\n%s", diff)
		}
	} else if err != nil {
		return err
	}
	p.edits = append(p.edits, undone)
	return nil
}

// all is what everybody has.
func (p *play) all() map[string][]domain.KeyedValue {
	all := map[string][]domain.KeyedValue{}
	for _, v := range p.Vendors {
		all[v.Name] = values(p.has(v.Name).Effective())
	}
	return all
}

func (p *play) has(name string) domain.State {
	p.t.Helper()
	_, state, err := p.DB.Catalog(p.t.Context(), p.Viewers["P"], p.Accounts[name])
	if err != nil {
		p.t.Fatal(err)
	}
	return state
}

// then tells whether one statement holds.
func (p *play) then(line string) error {
	if who, want, ok := strings.Cut(line, " lists "); ok && who == strings.Fields(line)[0] {
		return p.lists(want)
	}
	if _, want, ok := strings.Cut(line, " is told: "); ok {
		return same(p.refused, want)
	}
	s, err := story.Parse(line)
	if err != nil {
		return err
	}
	state := p.has(s.Who)
	switch {
	case s.Verb == "owns":
		return p.owns(state.Own, s)
	case s.Verb == "has" && s.What[0] == "order":
		want, err := p.Flow(s)
		if err != nil {
			return err
		}
		return same(steps(state.Effective().OrderFlow), steps(want))
	case s.Verb == "has" && s.What[0] == "grouping":
		ref, want, err := p.Thing(state.Effective(), s)
		if err == nil {
			err = sameValues(state.Effective().Thing(ref), want)
		}
		return err
	case s.Verb == "has" || s.Verb == "lacks":
		return p.plan(state.Effective(), s)
	}
	return fmt.Errorf("unknown verb %s", s.Verb)
}

func same(have, want string) error {
	if have != want {
		return fmt.Errorf("it is %q", have)
	}
	return nil
}

// sameValues compares a thing with what is told of it, whatever the story calls it.
func sameValues(thing domain.Thing, want []domain.KeyedValue) error {
	if thing == nil {
		return errors.New("it is not there")
	}
	valued := func(values []domain.KeyedValue) []domain.KeyedValue {
		return slices.DeleteFunc(values, func(v domain.KeyedValue) bool { return v.Key.Field.Info().Kind == domain.PresenceValue })
	}
	if diff := cmp.Diff(valued(want), valued(thing.Values())); diff != "" {
		return fmt.Errorf("(-want +got):\n%s", diff)
	}
	return nil
}

// steps are those of a flow, whatever its id.
func steps(f *domain.OrderFlow) string { return fmt.Sprint(f.Name, f.Transitions) }

// lists compares with what the last undo listed.
func (p *play) lists(want string) error {
	var undone []domain.Applied
	for _, m := range p.edits[len(p.edits)-1] {
		undone = append(undone, m.Applied)
	}
	lines := p.Told(undone)
	if want == "nothing" && len(lines) == 0 || want == fmt.Sprintf("%d values", len(lines)) || slices.Contains(lines, want) {
		return nil
	}
	return fmt.Errorf("listed is %q, %q", lines, p.refused)
}

func (p *play) plan(has *domain.Catalog, s story.Statement) error {
	key, err := p.Key(s.What)
	if err != nil {
		return err
	}
	plan := has.Plan(key.Plan)
	there := plan != nil && slices.ContainsFunc(plan.Values(), func(v domain.KeyedValue) bool { v.Key.Field = ""; return v.Key == key })
	if there != (s.Verb == "has") {
		return fmt.Errorf("it is there: %v", there)
	}
	for _, how := range s.How {
		if status, ok := strings.CutPrefix(how, "status "); ok {
			if err := same(string(plan.Status()), status); err != nil {
				return err
			}
			continue
		}
		want, err := p.Value(key, how)
		if err != nil {
			return err
		}
		if have, _ := plan.Value(want.Key); have != want.Value {
			return fmt.Errorf("%s is %q", how, have)
		}
	}
	return nil
}

func (p *play) owns(own *domain.Own, s story.Statement) error {
	if s.What[0] == "nothing" {
		return same(strconv.Itoa(own.Count()), "0")
	}
	key, err := p.Key(s.What)
	if err != nil {
		return err
	}
	for _, how := range s.How {
		text, base, _ := strings.Cut(how, " over ")
		want, err := p.Value(key, text)
		if err != nil {
			return err
		}
		if have, _ := own.Value(want.Key); have.Value != want.Value || have.Base != p.Canonical(want.Key.Field, base) {
			return fmt.Errorf("they own %q over %q", have.Value, have.Base)
		}
	}
	return nil
}

package db_test

import (
	"cmp"
	"slices"

	gocmp "github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/domain/oracle"
	"tiersync/views/pages"
)

// waits compares the states and the matrix of What Waits, of which a process remembers what it computed, with what is computed anew from what the
// world's accounts have.
func (p *play) waits() {
	v := p.provider
	waiting, err := p.work.Waiting(p.Context(), v)
	p.check(err)
	var matrix []pages.WaitingRow
	for i, template := range p.world.Templates {
		if template.Account != v.Account.ID {
			continue
		}
		in := p.world.Input(oracle.Click{By: v.Account.ID, Template: template, Boxes: domain.AllOptions(), Policy: domain.Keep, Reach: domain.AllLevels})
		want := p.states(in, i)
		var accounts []domain.AccountID
		for _, t := range in.Targets {
			accounts = append(accounts, t.Account)
		}
		states, err := p.work.SyncStatesOf(p.Context(), v, p.world.Programs[i], accounts)
		if err != nil && domain.KindOf(err) == domain.KindNotFound {
			continue // nobody has made the reseller plan yet
		}
		p.check(err)
		for id, state := range states {
			state.BehindAt = "" // a name, which the state of the one above says
			states[id] = state
		}
		if diff := gocmp.Diff(want, states); diff != "" {
			p.fail("states are not what is computed (-want +got)", p.world.Account(v.Account.ID), []string{diff})
		}
		matrix = append(matrix, p.rows(in, want, i)...)
	}
	for _, rows := range [][]pages.WaitingRow{matrix, waiting.Matrix} {
		slices.SortFunc(rows, func(a, b pages.WaitingRow) int {
			return cmp.Or(cmp.Compare(a.Plan, b.Plan), cmp.Compare(a.Level, b.Level))
		})
	}
	for i, row := range waiting.Matrix { // names and times are not of this law
		waiting.Matrix[i].PlanName, waiting.Matrix[i].Direct = "", false
		for box, cell := range row.Cells {
			row.Cells[box] = pages.WaitingCell{Resellers: cell.Resellers}
			if cell.Since.IsZero() {
				p.fail("nothing says since when somebody is behind in "+string(box), p.world.Account(v.Account.ID), nil)
			}
		}
	}
	if diff := gocmp.Diff(matrix, waiting.Matrix); diff != "" {
		p.fail("What Waits is not what is computed (-want +got)", p.world.Account(v.Account.ID), []string{diff})
	}
}

// states are those of the targets of an input.
func (p *play) states(in domain.Input, template int) map[domain.SubscriptionID]domain.SyncState {
	states := map[domain.SubscriptionID]domain.SyncState{}
	for i, s := range domain.Standings(in, domain.UsualMarginLook) {
		t := in.Targets[i]
		state := domain.SyncState{Skip: t.Skip}
		if t.Skip == "" {
			state = domain.SyncState{Nothing: s.Nothing, Never: t.Before.Delivered == nil, Standing: s.Standing}
			if !state.Nothing && !state.Never {
				state.Boxes = s.Boxes()
			}
		}
		states[subscription(t.Account, template)] = state
	}
	return states
}

// rows are the rows of the matrix that states come to.
func (p *play) rows(in domain.Input, states map[domain.SubscriptionID]domain.SyncState, template int) (rows []pages.WaitingRow) {
	byLevel := map[int]*pages.WaitingRow{}
	for _, t := range in.Targets {
		state := states[subscription(t.Account, template)]
		if state.Skip != "" || state.Nothing {
			continue
		}
		row := byLevel[t.Level]
		if row == nil {
			row = &pages.WaitingRow{Plan: p.world.Programs[template], Level: t.Level, Cells: map[domain.OptionKey]pages.WaitingCell{}}
			byLevel[t.Level] = row
		}
		row.Resellers++
		if state.Never {
			row.Never++
		}
		if len(state.Boxes) > 0 {
			row.Behind++
		}
		for _, box := range state.Boxes {
			row.Cells[box] = pages.WaitingCell{Resellers: row.Cells[box].Resellers + 1}
		}
	}
	for _, row := range byLevel {
		if row.Behind+row.Never > 0 {
			rows = append(rows, *row)
		}
	}
	return rows
}

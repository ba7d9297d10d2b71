package db

import (
	"context"

	"tiersync/domain"
	"tiersync/views/pages"
)

// money names the resellers whose margin a run moves most; nil for nil.
func (s *store) money(ctx context.Context, m *domain.Money) (*pages.Money, error) {
	if m == nil {
		return nil, nil
	}
	named := make([]pages.RunReseller, 0, len(m.Up)+len(m.Down))
	for _, list := range [][]domain.MarginMove{m.Up, m.Down} {
		for _, move := range list {
			named = append(named, pages.RunReseller{Account: move.Account, Level: move.Level})
		}
	}
	if len(named) > 0 {
		if err := s.nameResellers(ctx, named); err != nil {
			return nil, err
		}
	}
	return &pages.Money{Rows: m.Rows, Up: moversOf(m.Up, named), Down: moversOf(m.Down, named[len(m.Up):])}, nil
}

func moversOf(moves []domain.MarginMove, named []pages.RunReseller) []pages.MarginMove {
	list := make([]pages.MarginMove, len(moves))
	for i, move := range moves {
		list[i] = pages.MarginMove{Reseller: named[i], MarginMove: move}
	}
	return list
}

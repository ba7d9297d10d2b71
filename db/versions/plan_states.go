package versions

import (
	"context"

	"tiersync/domain"
)

// PlanPointer says by ids what a vendor has of one plan: its version in the delivered catalog, its version among what they made
// themselves, and the layer of their own values over it. An id of 0 is nothing.
type PlanPointer struct {
	Account                domain.AccountID
	Delivered, Made, Layer int64
}

// PlanStates returns what each of the pointers points at, in their order: states of one plan alone, without anything else that is in
// the catalogs.
func (s *Store) PlanStates(ctx context.Context, pointers []PlanPointer) ([]domain.State, error) {
	var plans []int64
	var layers []ownRow
	for _, p := range pointers {
		plans = append(plans, p.Delivered, p.Made)
		layers = append(layers, ownRow{Account: int64(p.Account), Layers: []int64{p.Layer}})
	}
	if err := s.loadPlans(ctx, plans); err != nil {
		return nil, err
	}
	if err := s.loadLayers(ctx, layers); err != nil {
		return nil, err
	}
	states := make([]domain.State, len(pointers))
	for i, p := range pointers {
		states[i] = s.planState(p)
	}
	return states, nil
}

func (s *Store) planState(of PlanPointer) domain.State {
	var state domain.State
	if p := s.plans.value(of.Delivered); p != nil {
		state.Delivered = &domain.Catalog{Plans: []*domain.Plan{p}}
	}
	own := domain.Own{}
	if p := s.plans.value(of.Made); p != nil {
		own.Made = &domain.Catalog{Plans: []*domain.Plan{p}}
	}
	if l := s.layers.value(of.Layer); l != nil {
		own.Layers = []*domain.Layer{l}
	}
	if !own.IsEmpty() {
		state.Own = &own
	}
	return state
}

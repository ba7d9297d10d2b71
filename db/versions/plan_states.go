package versions

import (
	"context"

	"tiersync/domain"
)

// PlanPointer says by ids what a vendor has of one plan: its version in the delivered catalog, its version among what they made
// themselves, the layer of their own values over it, and the one that belongs to no plan, in which rules for all plans are. An id of 0 is
// nothing, or is not asked for.
type PlanPointer struct {
	Account                         domain.AccountID
	Delivered, Made, Layer, General int64
}

// PlanStates returns what each of the pointers points at, in their order: states of one plan alone, without anything else that is in
// the catalogs.
func (s *Store) PlanStates(ctx context.Context, pointers []PlanPointer) ([]domain.State, error) {
	var plans []int64
	var layers []ownRow
	for _, p := range pointers {
		plans = append(plans, p.Delivered, p.Made)
		layers = append(layers, ownRow{Account: int64(p.Account), Layers: []int64{p.Layer, p.General}})
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
	for _, id := range []int64{of.General, of.Layer} { // as they are sorted
		if l := s.layers.value(id); l != nil {
			own.Layers = append(own.Layers, l)
		}
	}
	if !own.IsEmpty() {
		state.Own = &own
	}
	return state
}

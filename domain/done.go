package domain

import "slices"

// This file is what is told of a change that was made, or would be.

// Done is a change that was made, or would be. Names and PassOn are there once somebody asks for them, to tell of it.
type Done struct {
	ID     ChangeID // zero: nothing was stored, because nothing changed or because it is a preview
	Change Change
	Applied
	Bound   string   // of a preview, its digest, for [Change.Bound]: of what it comes to, and not of what its maker may see of that
	Others  []Maker  // who changed Meanwhile, as far as it is known
	Beside  []Beside // changes that were made with it, and of which it tells, too
	Run     RunID    // the run that it made in the same moment, as an activation does; zero: none
	Again   bool     // its form was sent before, and made it then
	Before  Blame    // of a change that leaves all as it is: who did last what was Already or Meanwhile, as far as it is known
	Names   Names    // of what it mentions
	PassOn  PassOn   // to whom it is to be passed on
	Below   PutBelow // whom it puts below cost; of a preview where its maker wants to know
	OffSale []*Plan  // the plans that leave sale by it, as they are then

	Namesake Ref // another plan that is called so; zero: none, or what was made or named anew is no plan
	Twin     Ref // another period of the plan that one that was made or changed cannot be told from; zero: none
}

// Beside is a change that was made together with another one.
type Beside struct {
	ID    ChangeID
	Kind  ChangeKind
	About Ref
}

// Tell lets the change tell of another one that was made with it, if that was stored.
func (d *Done) Tell(other Done) {
	if other.ID != 0 {
		d.Beside = append(d.Beside, Beside{other.ID, other.Change.Kind, other.Change.About})
	}
}

// Made reports whether the change made the thing that it is about.
func (d Done) Made() bool {
	saved := d.Change.About.Of.Info().Saved
	return d.Change.Kind.Info().Has(Makes) || saved != "" && slices.ContainsFunc(d.Edits, func(e Edit) bool {
		return e.Key.Field == saved && !e.From.There
	})
}

// LeaveSale are the plans that are published and on sale now, and not after the change, as they are then. What it deletes is not among them.
func (d Done) LeaveSale(now State) (list []*Plan) {
	before, after := plansOnce(now), plansOnce(State{Delivered: now.Delivered, Own: d.Own})
	looked := map[PlanID]bool{}
	for _, e := range d.Edits {
		id := e.Key.Plan
		if id == 0 || looked[id] {
			continue
		}
		looked[id] = true
		if was, is := before(id), after(id); was != nil && is != nil && was.Status() == StatusPublished && is.Status() != StatusPublished {
			list = append(list, is)
		}
	}
	return list
}

// PassOn is how many resellers do not have yet what a change made, and the reseller plans whose dialogs pass it on.
type PassOn struct {
	To   []PassOnBy // the plans with the most of them; none: there is nobody to pass it on to
	More int        // how many further plans pass it on
	All  int        // the resellers of every plan
}

// PassOnBy is a reseller plan by which a change is passed on, and to how many resellers.
type PassOnBy struct {
	Plan      PlanID
	Name      string
	Resellers int
}

// PassedOn reports whether a synchronization passes on any of what was changed. A suggested price is what is offered; terms and order
// flows come from templates, and not from those that a vendor has of their own.
func (d Done) PassedOn() bool {
	if of := d.Change.About.Of; of == ObjectTerms || of == ObjectOrderFlow {
		return false
	}
	return slices.ContainsFunc(d.Edits, func(e Edit) bool {
		switch info := e.Key.Field.Info(); info.Of {
		case ObjectTemplate:
			return info.Field != FieldTemplateName && info.Field != FieldTemplateActive
		case ObjectUpgrade:
			return false
		default:
			return info.Box != "" || info.Field.IsPrice() || info.Field == FieldExchangeRate
		}
	})
}

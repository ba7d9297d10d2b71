package domain

import "slices"

// updateOrderFlow makes the order flow the template's. Customizations are the reseller's own values and stay stored; the
// run lists those whose transition is gone (rule 11).
func updateOrderFlow(s *catalogSync) {
	offered := s.offer.OrderFlow
	if offered == nil || s.flow == offered {
		return
	}
	var have OrderFlow
	if s.flow != nil {
		have = *s.flow
	}
	if have.ID == offered.ID && have.Name == offered.Name && slices.Equal(have.Transitions, offered.Transitions) {
		return
	}
	if have.ID != offered.ID || have.Name != offered.Name {
		s.note(Updated, "", Key{Field: FieldOrderFlow}, have.Name, offered.Name)
	}
	s.noteTransitions(have, *offered)
	s.flow = offered
}

func (s *catalogSync) noteTransitions(have, offered OrderFlow) {
	manual := func(f OrderFlow) map[string]bool {
		steps := map[string]bool{}
		for _, t := range f.Transitions {
			steps[TransitionKey(offered.ID, t).Name] = t.Manual
		}
		return steps
	}
	old, new := manual(have), manual(offered)
	for _, t := range offered.Transitions {
		key := TransitionKey(offered.ID, t)
		if was, there := old[key.Name]; !there {
			s.note(Created, "", key, "", YesNo(t.Manual))
		} else if was != t.Manual {
			s.note(Updated, "", key, YesNo(was), YesNo(t.Manual))
		}
	}
	for _, t := range have.Transitions {
		key := TransitionKey(offered.ID, t)
		if _, there := new[key.Name]; !there {
			s.note(Removed, "", key, YesNo(t.Manual), "")
		}
	}
}

// updatePrivileges makes the reseller's privileges the template's (rule 12).
func updatePrivileges(s *catalogSync) {
	offered := s.offer.Privileges
	if offered == nil {
		return
	}
	var have []Privilege
	if s.privileges != nil {
		have = s.privileges.List
	}
	changed := false
	for _, p := range offered.List {
		if !slices.Contains(have, p) {
			s.note(Created, "", Key{Field: FieldPrivilege, Name: string(p)}, "", Yes)
			changed = true
		}
	}
	for _, p := range have {
		if !slices.Contains(offered.List, p) {
			s.note(Removed, "", Key{Field: FieldPrivilege, Name: string(p)}, Yes, "")
			changed = true
		}
	}
	if changed {
		s.privileges = offered
	}
}

// synchronizeTerms makes the delegated documents and the acceptance mode the template's (rule 13).
func synchronizeTerms(s *catalogSync) {
	offered := s.offer.Terms
	if offered == nil {
		return
	}
	var have Terms
	if s.terms != nil {
		have = *s.terms
	}
	if have.Acceptance == offered.Acceptance && slices.Equal(have.Documents, offered.Documents) {
		return
	}
	if have.Acceptance != offered.Acceptance {
		s.note(Updated, "", Key{Field: FieldTermsAcceptance}, have.Acceptance, offered.Acceptance)
	}
	for _, d := range offered.Documents {
		if was := have.Document(d.ID); was == nil {
			s.note(Created, "", documentKey(d), "", d.Title())
		} else if *was != d {
			noteChanges(s, documentTable, documentKey(d), was, &d)
		}
	}
	for _, d := range have.Documents {
		if offered.Document(d.ID) == nil {
			s.note(Removed, "", documentKey(d), d.Title(), "")
		}
	}
	s.terms = offered
}

// Document returns the document with this id, nil when there is none.
func (t *Terms) Document(id int64) *Document {
	return find(t.Documents, id, func(d Document) int64 { return d.ID })
}

// Title is the document's name with its version.
func (d Document) Title() string { return d.Name + " " + d.Version }

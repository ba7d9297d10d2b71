package domain

// updateOrderFlow makes the order flow the template's. Customizations are the reseller's own values and stay stored; the
// run lists those whose transition is gone (rule 11).
func updateOrderFlow(s *catalogSync) {
	if offered := s.offer.OrderFlow; offered != nil && s.take(&Catalog{OrderFlow: s.flow}, &Catalog{OrderFlow: offered}) {
		s.flow = offered
	}
}

// updatePrivileges makes the reseller's privileges the template's (rule 12).
func updatePrivileges(s *catalogSync) {
	if offered := s.offer.Privileges; offered != nil && s.take(&Catalog{Privileges: s.privileges}, &Catalog{Privileges: offered}) {
		s.privileges = offered
	}
}

// synchronizeTerms makes the delegated documents and the acceptance mode the template's (rule 13).
func synchronizeTerms(s *catalogSync) {
	if offered := s.offer.Terms; offered != nil && s.take(&Catalog{Terms: s.terms}, &Catalog{Terms: offered}) {
		s.terms = offered
	}
}

// take notes how the offered part differs from what the reseller has, and reports whether it does.
func (s *catalogSync) take(have, offered *Catalog) bool {
	list := partsDifference(have, offered)
	for _, o := range list {
		s.note(o.What, "", o.Key, o.Old, o.New)
	}
	return len(list) > 0
}

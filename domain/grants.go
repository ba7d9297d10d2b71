package domain

import "slices"

// This file says who may make, change and take away which users.

// CheckGrant says whether the viewer may turn the user have into want. The zero have is a new user, and want equal to have is
// any change that leaves role and rights as they are: a new password, another status.
//
// Who could sign in as somebody has their rights, and who could deactivate them takes these away. So nobody touches a user who
// holds a right that they lack themselves, and nobody grants one; an administrator holds all that the account holds, and who
// is none neither touches nor makes one. v must be what the viewer may at this moment. It fails with KindForbidden.
func CheckGrant(v Viewer, have, want User) error {
	switch {
	case !v.May(ManageUsers):
		return Lacks(ManageUsers)
	case v.User.Role != Administrator && (have.Role == Administrator || want.Role == Administrator):
		return Forbidden("Only an administrator can make or change an administrator.")
	}
	for _, right := range RightsIn(v.Account.Kind) {
		if have.Holds(right) && !v.User.Holds(right) {
			if have.Role == ReadOnly {
				return Forbidden("A read-only user looks at everything: only somebody who has the right \"" + string(right) + "\" themselves can change them.")
			}
			return Forbidden("Only somebody who has the right \"" + string(right) + "\" themselves can change this user, who has it.")
		}
	}
	for _, right := range RightsIn(v.Account.Kind) {
		// What a role brings with it comes to no more than the account has; what is ticked is stored as ticked.
		lacks := !v.User.Holds(right) || want.Role == Operator && !v.Holds(right)
		stays := have.Role == want.Role && have.Holds(right)
		if want.Holds(right) && !stays && lacks {
			return Forbidden("You cannot grant the right \"" + string(right) + "\", because you do not have it.")
		}
	}
	return nil
}

// Grantable returns the roles and the operator's rights that the viewer may give to a user, the zero User for a new one: what
// a form has to offer, in the order in which pages show them.
func Grantable(v Viewer, have User) (roles []Role, rights []Privilege) {
	for _, role := range Roles() {
		if CheckGrant(v, have, User{Role: role}) == nil {
			roles = append(roles, role)
		}
	}
	for _, right := range RightsIn(v.Account.Kind) {
		if CheckGrant(v, have, User{Role: Operator, Rights: []Privilege{right}}) == nil {
			rights = append(rights, right)
		}
	}
	return roles, rights
}

// withoutRights returns the edits of a user without rights for who has none of their own: only an operator has. Those that are stored
// all the same go with the next change of role or rights.
func withoutRights(edits []Edit, now record) []Edit {
	role := now.after(edits)[Key{Field: FieldUserRole}].Text
	granting := func(e Edit) bool { return e.Key.Field == FieldUserRight && e.To.There }
	touched := slices.ContainsFunc(edits, func(e Edit) bool { return e.Key.Field == FieldUserRole || e.Key.Field == FieldUserRight })
	if Role(role) == Operator || !touched {
		return edits
	}
	edits = slices.DeleteFunc(slices.Clone(edits), granting)
	for _, key := range sortedKeys(now) {
		if key.Field == FieldUserRight && !slices.ContainsFunc(edits, func(e Edit) bool { return e.Key == key }) {
			edits = append(edits, Edit{Key: key, From: now[key]})
		}
	}
	return edits
}

// lastAdministrator is the refusal to take away the only administrator of an account.
func lastAdministrator() error {
	const message = "This is the last administrator. Make somebody else an administrator first."
	return Invalid(message, FieldError{Message: message, Key: Key{Field: FieldUserRole}})
}

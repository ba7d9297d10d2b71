package domain

import "strings"

// Lacks is the refusal of who would need a right, or one of several, that they do not have. It is of KindForbidden and names them.
func Lacks(rights ...Privilege) error { return lacksFor("to do this", rights...) }

func lacksFor(what string, rights ...Privilege) error { return Forbidden(lacking(what, rights...)) }

func lacking(what string, rights ...Privilege) string {
	need, names := "the right ", make([]string, len(rights))
	if len(rights) > 1 {
		need = "one of the rights "
	}
	for i, right := range rights {
		names[i] = "\"" + string(right) + "\""
	}
	return "You need " + need + strings.Join(names, ", ") + " " + what + "."
}

// LackedRights returns the boxes that the viewer may not tick, with the right that they lack.
func LackedRights(v Viewer) map[OptionKey]Privilege {
	lacked := map[OptionKey]Privilege{}
	for _, o := range Options() {
		if right := o.Right; right != "" && !v.May(right) {
			lacked[o.Key] = right
		}
	}
	return lacked
}

// MayRun returns KindForbidden where the viewer may not make a run with these boxes, or take one back that had them.
func MayRun(v Viewer, ticked OptionSet) error {
	if err := v.MaySynchronize(); err != nil {
		return err
	}
	return MayTick(v, ticked)
}

// Ticked is a set of these boxes.
func Ticked(boxes []OptionKey) OptionSet {
	set := OptionSet{}
	for _, box := range boxes {
		set[box] = true
	}
	return set
}

// MayTick returns KindForbidden, naming the box and the right, when the viewer lacks the right for one of the ticked boxes.
func MayTick(v Viewer, ticked OptionSet) error {
	lacked := LackedRights(v)
	for _, o := range Options() {
		if right, lacks := lacked[o.Key]; lacks && ticked[o.Key] {
			return Forbidden(LacksBox(o, right))
		}
	}
	return nil
}

// LacksBox says which right is missing for a box.
func LacksBox(o Option, right Privilege) string {
	return lacking("for "+o.Label+". Nothing was changed; the other boxes are open to you", right)
}

package domain

import "slices"

// joined is an edit of a list of ids that meets another list: what its maker added is in it and what they took out is not, beside what
// others did to it. Any other edit is as it was.
func (e Edit) joined(is Held) Edit {
	if !bothList(e, is) {
		return e
	}
	was, to := ParseIDs[int64](e.From.Text), ParseIDs[int64](e.To.Text)
	ids := filter(ParseIDs[int64](is.Text), func(id int64) bool { return !slices.Contains(was, id) || slices.Contains(to, id) })
	for _, id := range to {
		if !slices.Contains(was, id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	if text := IDs(slices.Compact(ids)); text != e.To.Text {
		e.To = Held{Text: text, There: true, Own: e.To.Own || is.Own} // neither theirs alone nor what was delivered
	}
	e.From = is
	return e
}

// bothList reports whether an edit, and what others did to the value, are both of a list of ids. Giving one's own back is about the
// whole of it.
func bothList(e Edit, is Held) bool {
	givesBack := e.From.Own && !e.To.Own
	return e.Key.Field.Info().Kind == IDsValue && e.From.There && e.To.There && is.There && e.From != is && !givesBack
}

package domain

import "time"

// Since is something that was changed after somebody looked at what a run would do ([Seen]): what was done to what, by whom, when.
type Since struct {
	Action string // as the log says it: "changed plan fees"; "" says only that the thing is not as it was
	About  Ref
	By     string    // "" where nobody is known to the viewer by name
	At     time.Time // zero: About.Name is all that was kept
}

// ReviewAgain is the refusal of a run that would do something else than its preview showed: a conflict whose cause is
// [PreviewChanged].
func ReviewAgain(since []Since) error {
	return &Error{Kind: KindConflict, Err: &PreviewChanged{Since: since},
		Message: "Something that the preview showed would come out differently now. Nothing was changed. Review again."}
}

// Vanished is the conflict of a run whose plan, template or subscription is not there any more: cause found out.
func Vanished(cause error) error {
	return &Error{Kind: KindConflict, Err: cause,
		Message: "The plan, its template or the subscription is not there any more. Nothing was changed."}
}

// Deleted is [Vanished] where it is known what was deleted: by whom, "" where nobody is known, and when. about is what the viewer's
// audit calls it, the zero Ref where that does not tell of it.
func Deleted(name, by string, at time.Time, about Ref, cause error) error {
	if by != "" {
		by = " by " + Isolate(by)
	}
	return &Error{Kind: KindConflict, Message: Isolate(name) + " was deleted" + by + ". Nothing was changed.", At: at, About: about, Err: cause}
}

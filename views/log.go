package views

import (
	"cmp"
	"net/url"
	"slices"

	"tiersync/domain"
	"tiersync/views/pages"
)

// ChangeURL is the page of a change.
func ChangeURL(id domain.ChangeID) string { return "/changes/" + idText(id) }

// UndoChangeURL asks before a change is taken back.
func UndoChangeURL(id domain.ChangeID) string { return ChangeURL(id) + "/undo" }

// FieldMessage is a message beside a field, which says which thing is in the way.
func FieldMessage(e domain.FieldError) string {
	if e.Other.ID == 0 {
		return e.Message
	}
	return e.Message + ": ID " + idText(e.Other.ID)
}

// ChosenGone is the message that what was chosen in a form is not there any more, and who took it away.
func ChosenGone(name string, by domain.Blame) string {
	return gone(name, by) + ". Choose something else"
}

func gone(name string, by domain.Blame) string {
	return domain.Isolate(name) + " was " + Since("deleted", by)
}

// Reason says why a value cannot be again what it was: "Plan category: Services was deleted by Ann on 3 Oct 2026, 14:26 UTC". name and by are
// what it names that is gone, and who took that away, as far as they are known.
func Reason(e domain.FieldError, name string, by domain.Blame, n domain.Names, c domain.Currency) string {
	text := FieldMessage(e)
	switch {
	case name != "":
		text = gone(name, by)
	case e.Chosen.ID != 0:
		text = "what it was is not there any more"
	}
	if e.Key == (domain.Key{}) {
		return text
	}
	return words{n, c}.edit(domain.Edit{Key: e.Key}).Subject.String() + ": " + text
}

// otherURL is the page of what is in the way, "" for none: whoever is told may open it.
func otherURL(e domain.FieldError) string {
	if e.Other.ID == 0 {
		return ""
	}
	return RefURL(e.Other, domain.Viewer{Account: domain.Account{Kind: domain.Provider}, User: domain.User{Role: domain.Administrator},
		Granted: domain.Privileges()})
}

// conflictURL is the page that explains a conflict: a run and a change have their own, of a thing that was changed or deleted the audit tells. It is ""
// where the viewer has none.
func conflictURL(about domain.Ref, v *domain.Viewer) string {
	switch {
	case v == nil:
		return ""
	case about.Of == domain.ObjectRun, about.Of == domain.ObjectChange:
		return RefURL(about, *v)
	case about.Name == "" || !v.May(domain.ViewReports):
		return ""
	default:
		return "/audit?q=" + url.QueryEscape(about.Name)
	}
}

// ChangeTitle says what was done: "Changed plan fees", "Took back: changed plan fees", "Brought back: changed plan fees".
func ChangeTitle(r domain.ChangeRecord) string { return capital(r.Words()) }

// sinceText says what was changed, by whom and when: "Changed plan fees: Hosted Mail, by Ann, at 14:20 UTC". What is somebody else's has no name.
func sinceText(s domain.Since) string {
	if s.At.IsZero() {
		return s.About.Name
	}
	text := capital(cmp.Or(s.Action, s.About.Of.Noun()))
	if s.About.Name != "" {
		text += ": " + domain.Isolate(s.About.Name)
	}
	if s.By != "" {
		text += ", by " + s.By
	}
	return text + ", at " + s.At.UTC().Format("15:04") + " UTC"
}

// KindLabel is what a filter calls a kind of change.
func KindLabel(info domain.KindInfo) string { return capital(info.Words) }

// RowTitle is ChangeTitle for a line of a log, of which only words may be known.
func RowTitle(r pages.LogRow) string {
	if r.Kind == "" {
		return capital(r.Action)
	}
	return ChangeTitle(r.ChangeRecord)
}

// What pages call who has no name for the reader: somebody of an account above, and nobody at all.
const (
	ByProvider = "Your provider"
	BySystem   = "The system"
)

// Who is who made a change. What somebody above did has no name, and what somebody of an account below did has that of the account.
func Who(r pages.LogRow) string {
	switch {
	case r.UserName != "":
		return r.UserName
	case r.By != "":
		return r.By
	case r.Above, r.Run != 0 && !r.MineRun:
		return ByProvider
	default:
		return BySystem
	}
}

// AuditURL is what the audit tells about a thing.
func AuditURL(about domain.Ref) string {
	return "/audit?about=" + url.QueryEscape(pages.RefText(about))
}

// rowURL is the page of a line of a log: of the change, of the run, or of what a run or a change of somebody above did to the viewer; "" where
// there is none.
func rowURL(r pages.LogRow) string {
	switch {
	case r.Kind != "" && r.Mine:
		return ChangeURL(r.ID)
	case r.Reached:
		return reachedURL(r.ID)
	case r.Run != 0 && r.MineRun:
		return rowRunURL(r)
	case r.Run != 0 && r.Reseller == 0:
		return ReceivedURL(r.ID)
	default:
		return ""
	}
}

// rowRunURL is the page of a run of the reader's own account, in the history of a reseller what it did to them.
func rowRunURL(r pages.LogRow) string {
	if r.Reseller != 0 {
		return RunResellerURL(r.Run, r.Reseller)
	}
	return RunURL(r.Run)
}

// rowEdits are the first values of a line of a log in words, and how many more there are; all of them in the history of a reseller
// where no page of the reader's has them.
func rowEdits(r pages.LogRow, n domain.Names, c domain.Currency) (texts []EditText, more int) {
	n = n.For(r.About, r.Edits)
	told := slices.DeleteFunc(pages.InOrder(r.Edits), func(e domain.Edit) bool { return !pages.Tells(e) || offAtFirst(e) })
	if len(told) > pages.LineValues && (r.Reseller == 0 || rowURL(r) != "") {
		return DescribeEdits(told[:pages.LineValues], n, c), len(told) - pages.LineValues + r.More
	}
	return DescribeEdits(told, n, c), r.More
}

// in names a value in a line about a kind of thing: of a change of many plans with its plan, or with what its price rule is for.
func (t EditText) in(of domain.Object) Path {
	if of == domain.ObjectCatalog || of == domain.ObjectPriceRule {
		return t.Subject.Below(t.Group)
	}
	return t.Subject
}

// briefLimit is how many characters of a text fit into a row of a list.
const briefLimit = 120

// brief are two values that fit into a row of a list: of texts that begin alike for longer than that, what is about where they differ.
func brief(from, to string) (string, string) {
	a, b := []rune(from), []rune(to)
	alike := 0
	for alike < min(len(a), len(b)) && a[alike] == b[alike] {
		alike++
	}
	if start := alike - briefLimit/3; max(len(a), len(b)) > briefLimit && start > briefLimit/3 {
		return "…" + head(a[start:]), "…" + head(b[start:])
	}
	return head(a), head(b)
}

func head(text []rune) string {
	if len(text) > briefLimit {
		return string(text[:briefLimit]) + "…"
	}
	return string(text)
}

// withParam is an address with one more parameter.
func withParam(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	params := u.Query()
	params.Set(name, value)
	u.RawQuery = params.Encode()
	return u.String()
}

// WhyNoUndo says why a change has no undo, "" where it has one.
func WhyNoUndo(p pages.ChangePage) string {
	switch {
	case p.Kind.Info().Has(domain.Undoable) && len(p.Edits) > 0:
		return ""
	case p.Run != 0 && p.About.Of != domain.ObjectRun:
		return "It made a synchronization, which is taken back on its own page."
	default:
		return cmp.Or(whyNoUndo[p.Kind], "A change of this kind cannot be taken back.")
	}
}

// whyNoUndo says of each kind of change that cannot be taken back why.
var whyNoUndo = map[domain.ChangeKind]string{
	domain.Synchronized:        ofRunsUndo,
	domain.RunUndone:           ofRunsUndo,
	domain.PasswordChanged:     "A password cannot be taken back: nobody knows what it was. Set a new one.",
	domain.OwnNameChanged:      "A name that somebody gave themselves is not taken back. They change it again on the page of their account.",
	domain.TwoStepOn:           "Two-step sign-in that somebody turned on is not taken back. They turn it off on the page of their account.",
	domain.TwoStepOff:          "Two-step sign-in cannot be turned on again for somebody: they turn it on on the page of their account.",
	domain.TwoStepReset:        "Two-step sign-in cannot be turned on again for somebody: they turn it on on the page of their account.",
	domain.RecoveryCodesMade:   "Recovery codes are not taken back. New ones take their place.",
	domain.LinkMade:            "A link is not taken back. Make another one, which takes its place, or deactivate the user.",
	domain.UserAdded:           "A user who was added cannot be taken back, because the log names them. Deactivate them.",
	domain.ResellerCreated:     "An account that was created cannot be taken back. Close it.",
	domain.SubscriptionCreated: ofSubscriptions,
	domain.SubscriptionChanged: ofSubscriptions,
	domain.SubscriptionDeleted: ofSubscriptions,
	domain.TemplateCreated:     "A service template that was created is not taken back. Delete it.",
	domain.PlanDeleted:         ofDeletions,
	domain.TemplateDeleted:     ofDeletions,
}

const (
	ofRunsUndo      = "A synchronization is taken back on its own page."
	ofSubscriptions = "A subscription and its status cannot be taken back: what was delivered and billed under it stays. Change its status."
	ofDeletions     = "A deletion is for good: what was deleted cannot be brought back. Its values are below, to make it again."
)

package views

import (
	"cmp"
	"slices"
	"strings"

	"tiersync/domain"
	"tiersync/views/pages"
)

// This file is the message after a change: what it changed, what others changed meanwhile, and to whom it is to be passed on.

// SeeTheChange labels the link from a message to the change that was made.
const SeeTheChange = "See the change"

// flashed is how many values of a change a message names, as a line of a log does.
const flashed = pages.LineValues

// ChangeFlash is the message after a change: text, what it changed, from what to what, and what others changed meanwhile, with links
// to the change's page and to the dialog that passes it on. Before a text that begins with a blank the name of the thing stands.
func ChangeFlash(done domain.Done, c domain.Currency, text string) Flash {
	if strings.HasPrefix(text, " ") {
		text = domain.Isolate(done.Change.About.Name) + text
	}
	flash, rest := Flash{Tone: Good, Text: text}, besides(done, c)
	if len(done.Removed) > 0 {
		flash.Tone = Warn
	}
	if done.Nothing() && !done.Change.Hidden() {
		if len(done.Removed) == 0 {
			flash.Tone = Info
		}
		flash.Text = "Nothing was changed" + cmp.Or(rest, ": it is as it was.")
		if len(done.Already) > 0 {
			flash.Text = alreadySo(done, c) + strings.TrimPrefix(rest, ".")
		}
		if page := BlameURL(done.Before); page != "" {
			flash.Link, flash.Label = page, SeeTheChange
		}
		return flash
	}
	kept, others := done.KeptPrices()
	if edits := summary(done.Change.About.Of, others, done.Names, c); edits != "" {
		flash.Text += " " + edits
	}
	if kept > 0 {
		flash.Text += " " + FormatCount(kept, "price stays as it was, as an own price.", "prices stay as they were, as own prices.")
	}
	flash.Text += strings.TrimPrefix(rest, ".")
	if done.Namesake.ID != 0 {
		flash.Tone, flash.Text = Warn, flash.Text+" Another plan has this name, too: ID "+idText(done.Namesake.ID)+"."
	}
	if done.Twin.ID != 0 {
		flash.Tone, flash.Text = Warn, flash.Text+" Another period of this plan is "+domain.Isolate(done.Twin.Name)+", too: ID "+idText(done.Twin.ID)+"."
	}
	if done.ID != 0 {
		flash.Link, flash.Label = ChangeURL(done.ID), SeeTheChange
	}
	if held := offSale(done.OffSale); held != "" {
		flash.Tone, flash.Text = Warn, flash.Text+" "+held
	}
	flash.each(done)
	if done.Below.Prices > 0 {
		flash.Tone, flash.Look = Warn, Step{PutBelowURL(done.ID), PutBelowText(done.Below, "is below cost from now on", "are below cost from now on")}
	}
	flash.passOn(done.PassOn)
	return flash
}

// offSale says which plans nobody can buy any more because a price of theirs is not set, "" where there is none.
func offSale(plans []*domain.Plan) string {
	var names []string
	for _, p := range plans {
		if p.Status() == domain.StatusHeld {
			names = append(names, domain.Isolate(p.Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	if more := len(names) - flashed; more > 0 {
		names = append(names[:flashed], FormatInteger(more)+" more")
	}
	return "Not on sale until every price is set: " + andList(names) + "."
}

// mostEach is to how many changes that were made together a message leads.
const mostEach = 10

// each leads to every change that was made, where there are several.
func (f *Flash) each(done domain.Done) {
	if done.ID == 0 || len(done.Beside) == 0 {
		return
	}
	f.Link, f.Label = "", ""
	all := append([]domain.Beside{{ID: done.ID, Kind: done.Change.Kind, About: done.Change.About}}, done.Beside...)
	for _, one := range all[:min(len(all), mostEach)] {
		f.Each = append(f.Each, Step{ChangeURL(one.ID), ChangeTitle(domain.ChangeRecord{Kind: one.Kind}) + ": " + domain.Isolate(one.About.Name)})
	}
	if more := len(all) - mostEach; more > 0 {
		f.Each = append(f.Each, Step{"/changes", FormatCount(more, "more", "more")})
	}
}

// passOn says how many resellers lack a change, with the dialogs that pass it on to them: one where it reaches all.
func (f *Flash) passOn(to domain.PassOn) {
	if len(to.To) == 0 {
		return
	}
	f.Then = "Not passed on yet to " + FormatCount(to.All, "reseller", "resellers, at all levels")
	if first := to.To[0]; first.Resellers == to.All {
		f.Steps = []Step{{SynchronizeURL(first.Plan, 0), "synchronize"}}
		return
	}
	for _, by := range to.To {
		f.Steps = append(f.Steps, Step{SynchronizeURL(by.Plan, 0), "synchronize the " + FormatCount(by.Resellers, "reseller", "resellers") + " of " + domain.Isolate(by.Name)})
	}
	if to.More > 0 {
		f.Steps = append(f.Steps, Step{Label: "and those of " + FormatCount(to.More, "more reseller plan", "more reseller plans")})
	}
}

// alreadySo says that others had made it already what was asked for, who and when.
func alreadySo(done domain.Done, c domain.Currency) string {
	text := "Nothing was changed: it was so already"
	if since := Since("changed", done.Before); since != "" {
		text += ", " + since
	}
	text = sentence(text)
	if what := summary(done.Change.About.Of, done.Already, done.Names, c); what != "" {
		text += " " + what
	}
	return text
}

// besides says what of a change was not made, because somebody else had removed what it belongs to, and what others changed: sentences,
// behind the full stop of the one before them.
func besides(done domain.Done, c domain.Currency) (text string) {
	if names := thingsOf(done.Removed, words{done.Names, c}); len(names) > 0 {
		text = ". Not saved is " + wantedIn(done.Change).words().what + " for " + andList(names) + ": somebody else removed it meanwhile."
	}
	if meanwhile := summary(done.Change.About.Of, done.Meanwhile, done.Names, c); meanwhile != "" {
		text = cmp.Or(text, ".") + " Meanwhile somebody else changed: " + meanwhile + byOthers(done.Others)
	}
	return text
}

// thingsOf are what the things are called that went.
func thingsOf(removed []domain.Edit, w words) []string {
	names := make([]string, len(removed))
	for i, e := range removed {
		names[i] = w.subject(domain.Outcome{Key: e.Key, Old: e.From.Text}).String()
	}
	return names
}

// andList is a list in a sentence: "Ann, Bea and Cleo".
func andList(names []string) string {
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return strings.Join(names, "")
}

// byOthers says who changed what is kept beside a change: " By Ann and synchronization 12."
func byOthers(others []domain.Maker) string {
	if len(others) == 0 {
		return ""
	}
	names := make([]string, len(others))
	for i, m := range others {
		if names[i] = m.By; m.Run != 0 {
			names[i] = "synchronization " + idText(m.Run)
		}
	}
	return " By " + sentence(andList(names))
}

// sentence ends a text as a sentence, once: a value in it may have ended it.
func sentence(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "…") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// flashedSet is a set of which a message counts what came and what went.
type flashedSet struct {
	field             domain.Field
	one, many         string // of what came
	oneLess, manyLess string // of what went
}

var flashedSets = []flashedSet{
	{domain.FieldTemplatePlan, "plan more is delegated", "plans more are delegated", "plan is delegated no more", "plans are delegated no more"},
}

// flashedParts are the parts of a thing that a message names when they came or went.
var flashedParts = []domain.Field{domain.FieldPeriod, domain.FieldRate, domain.FieldPriceRow, domain.FieldUpgrade, domain.FieldNotification,
	domain.FieldTransition, domain.FieldTemplatePrivilege, domain.FieldTermsDocument, domain.FieldUserRight}

// comesAndGoes reports whether a value of a field is there or not without anything else that comes or goes with it: an MSRP, the category of a
// resource, an exchange rate, a price rule, a lock.
func comesAndGoes(f domain.Field) bool {
	return f.IsPrice() || f == domain.FieldExchangeRate || f == domain.FieldGrouping || f == domain.FieldLock || f.Info().Of == domain.ObjectPriceRule
}

// counted is how many values of a change people count, a part that came, went or became the vendor's own as one.
func counted(edits []domain.Edit) int {
	n := 0
	for _, e := range domain.Counted(edits, flashedParts...) {
		if pages.Tells(e) || slices.Contains(flashedParts, e.Key.Field) {
			n++
		}
	}
	return n
}

// counts says how many of the set came, and how many went: "1 plan more is delegated".
func (s flashedSet) counts(edits []domain.Edit) []string {
	more, less := 0, 0
	for _, e := range edits {
		switch {
		case e.Key.Field != s.field:
		case e.To.There:
			more++
		default:
			less++
		}
	}
	var list []string
	if more > 0 {
		list = append(list, FormatCount(more, s.one, s.many))
	}
	if less > 0 {
		list = append(list, FormatCount(less, s.oneLess, s.manyLess))
	}
	return list
}

// withPrices are the first prices that a part came with, or went with, in brackets; "" where none is an amount, and of a whole plan, whose page
// has them.
func withPrices(part EditText, edits []domain.Edit, w words) string {
	if !part.Made && !part.Removed || part.Edit.Key.Field == domain.FieldPlan {
		return ""
	}
	prices := DescribeEdits(domain.PricesIn(part.Edit, edits), w.names, w.currency)
	if len(prices) == 0 {
		return ""
	}
	list := make([]string, 0, flashed+1)
	for i, t := range prices {
		if i == flashed {
			list = append(list, FormatCount(len(prices)-i, "more price", "more prices"))
			break
		}
		list = append(list, t.Subject.Within(part.Subject[:len(part.Subject)-1]).Within(part.Subject).String()+" "+t.From+t.To)
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// summary names the first values of a change of a kind of thing in one line, of the whole catalog each with its plan, and how many plans,
// privileges or rights came or went.
func summary(of domain.Object, edits []domain.Edit, n domain.Names, c domain.Currency) string {
	var list []string
	parts := flashedParts
	if of == domain.ObjectCatalog { // a plan that is made, or deleted, is one of them
		parts = append(slices.Clone(parts), domain.FieldPlan)
	}
	counted := domain.Counted(edits, parts...)
	changed := make([]domain.Edit, 0, len(counted))
	for _, e := range counted {
		if e.From.There && e.To.There || comesAndGoes(e.Key.Field) || slices.Contains(parts, e.Key.Field) {
			changed = append(changed, e)
		}
	}
	for _, set := range flashedSets {
		list = append(list, set.counts(counted)...)
	}
	for _, t := range DescribeEdits(changed, n, c) {
		prices := withPrices(t, edits, words{n, c})
		t.From, t.To = brief(t.From, t.To)
		t.Subject = t.in(of)
		list = append(list, t.String()+prices)
	}
	if len(list) == 0 {
		return ""
	}
	rest := ""
	if len(list) > flashed+1 { // to say that there is one more takes as much room as that one
		rest = ", and " + FormatCount(len(list)-flashed, "more value", "more values")
		list = list[:flashed]
	}
	return sentence(strings.Join(list, "; ") + rest)
}

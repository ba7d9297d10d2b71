package views

import (
	"net/url"
	"strings"

	"tiersync/domain"
	"tiersync/views/pages"
)

// lookRow is something to look at first.
type lookRow struct {
	words, number, where, url string
	current                   bool
}

// lookRows are those that there are, each with the address of its list.
func lookRows(l *pages.Looked, address func(domain.Look) string, current domain.Look) []lookRow {
	var rows []lookRow
	for k, info := range domain.Looks() {
		if l.Numbers[k] == 0 || info.Look == domain.LookGuarded { // a guard says that itself
			continue
		}
		row := lookRow{words: info.Says(l.Facts), number: FormatCount(l.Numbers[k], info.One, info.Many), url: address(info.Look), current: info.Look == current}
		if info.Look != domain.LookSkipped && l.Resellers[k] > 0 {
			row.where = "at " + FormatCount(l.Resellers[k], "reseller", "resellers")
		}
		rows = append(rows, row)
	}
	return rows
}

// looks are the rows of a run, or of its preview. Each leads to the resellers where there is some of it, and from there to what it is.
func (s RunScreen) looks() []lookRow {
	return lookRows(s.RunPage.Looked, func(k domain.Look) string { return s.lookURL(k) + "#resellers" }, s.Look)
}

const nothingStandsOut = "Nothing stands out: nothing below cost, held, withdrawn, lost or left out."

// nothingStandsOut says that there is nothing to look at first. An undo is looked at for prices below cost alone.
func (s RunScreen) nothingStandsOut() string {
	if s.isUndo() {
		return "Nothing goes below cost."
	}
	return nothingStandsOut
}

// lookURL is the first page of the resellers where there is some of it; "" is of all.
func (s RunScreen) lookURL(k domain.Look) string {
	if k == "" {
		return s.List.with(map[string]string{"look": ""}).url()
	}
	return s.List.with(map[string]string{"look": string(k), "only": ""}).url()
}

// withoutLook is the first page of a reseller's outcomes, whatever there is to look at in them.
func (s ResultScreen) withoutLook() string {
	return s.List.with(map[string]string{"look": ""}).url()
}

// lookWords is what a list is of, by the limits that held.
func lookWords(k domain.Look, by *domain.LookFacts) string {
	info, known := k.Info()
	switch {
	case !known:
		return ""
	case by == nil:
		return info.Words
	default:
		return info.Says(*by)
	}
}

// facts are the limits that held for a run, nil where nothing is known.
func (s RunScreen) facts() *domain.LookFacts {
	if s.RunPage.Looked == nil {
		return nil
	}
	return &s.RunPage.Looked.Facts
}

// looks are the rows of a dialog. They lead to the preview of what is ticked; where nothing is, to the subscriptions where there is some of it. A
// service template that is not active leads to its page, for whose it is.
func (f SynchronizeForm) looks() []lookRow {
	looked := &pages.Looked{Facts: f.Dialog.Facts, Looked: f.Dialog.Looked}
	return lookRows(looked, func(k domain.Look) string {
		ticked := f.Dialog.Ticked.Keys()
		switch {
		case k == domain.LookNotActive && f.OwnTemplate:
			return templateURL(f.Dialog.Template.ID)
		case len(ticked) == 0:
			return f.lookNow(k)
		}
		values := url.Values{"key": {f.Dialog.Key}, "reach": {string(f.Dialog.Reach)}, "policy": {string(f.Dialog.Policy)}, "look": {string(k)}}
		for _, key := range ticked {
			values.Add("opt", string(key))
		}
		return f.url() + "/preview?" + values.Encode() + "#resellers"
	}, "")
}

// lookNow is the list of those subscriptions, of whom the reach means, where there is something to look at without a run; "" where no list has them alone.
func (f SynchronizeForm) lookNow(k domain.Look) string {
	values := url.Values{}
	switch k {
	case domain.LookStillBelow:
		values.Set("below_cost", "yes")
	case domain.LookMargin:
		values.Set("low_margin", "yes")
	case domain.LookSkipped:
		values.Set("state", string(domain.StateSkipped))
	default:
		return ""
	}
	switch f.Dialog.Reach {
	case domain.DirectOnly:
		values.Set("vendor", idText(f.viewer))
	case domain.ThisReseller:
		values.Set("q", idText(f.subscription()))
	case domain.WithSubResellers:
		values.Set("with_below", idText(f.Dialog.Subscription.Account))
	}
	return PlanURL(f.Dialog.Plan.ID) + "/subscriptions?" + values.Encode()
}

// looksHint says of what run the rows of a dialog are.
func (f SynchronizeForm) looksHint() string {
	switch n := len(f.Dialog.Ticked.Keys()); n {
	case 0:
		if !f.Dialog.Template.Active {
			return "As things are."
		}
		return "As things are. Tick boxes, and it says what they would do."
	case 1:
		return "With the box that is ticked."
	default:
		return "With the " + FormatInteger(n) + " boxes that are ticked."
	}
}

// resultURL is the page of what happened to a reseller: of what is looked for alone.
func (s RunScreen) resultURL(r pages.RunReseller) string {
	address := s.Result(r)
	if s.Look == "" {
		return address
	}
	sign := "?"
	if strings.Contains(address, "?") {
		sign = "&"
	}
	return address + sign + url.Values{"look": {string(s.Look)}}.Encode()
}

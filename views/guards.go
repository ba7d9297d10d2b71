package views

import (
	"net/url"
	"slices"

	"tiersync/domain"
	"tiersync/views/pages"
)

// GuardsPath is where a provider says what keeps synchronizations.
const GuardsPath = "/guards"

// previewFormID is the form of a preview that synchronizes.
const previewFormID = "synchronize"

// GuardForm is the page of a provider's guards: each as it was typed.
type GuardForm struct {
	Rows    []GuardRow
	Seen    string
	MayEdit bool
}

// GuardRow is one guard with its settings.
type GuardRow struct {
	domain.GuardInfo
	Does, Number string
}

// does says what a guard does.
func does(mode domain.GuardMode) string {
	switch mode {
	case domain.GuardWarns:
		return "Warn"
	case domain.GuardRefuses:
		return "Refuse"
	default:
		return "Off"
	}
}

func (r GuardRow) modes() []Option {
	hints := map[domain.GuardMode]string{domain.GuardWarns: "Who starts the synchronization is asked, and confirms it by a tick.",
		domain.GuardRefuses: "Nobody can start the synchronization; its dialog and preview say what the guard found."}
	var options []Option
	for _, mode := range domain.GuardModes() {
		options = append(options, Option{Value: string(mode), Label: does(mode), Hint: hints[mode]})
	}
	return options
}

// guardNotice is what guards found, before a run.
type guardNotice struct {
	Strikes []domain.Strike
	Ticked  domain.Anyway
	Address func(domain.Look) string // a list of what one found
	Own     bool                     // the guards are the reader's own
}

func (n guardNotice) tone() Tone {
	if domain.Refused(n.Strikes) {
		return Bad
	}
	return Warn
}

func (n guardNotice) title() string {
	if domain.Refused(n.Strikes) {
		return "A guard refuses this synchronization"
	}
	return "Confirm this synchronization"
}

// finds reports whether one of the guards is this one.
func (n guardNotice) finds(guard domain.Guard) bool {
	return slices.ContainsFunc(n.Strikes, func(s domain.Strike) bool { return s.Guard == guard })
}

// confirmed reports whether what is shown was confirmed already.
func (n guardNotice) confirmed() bool { return domain.CheckGuards(n.Strikes, n.Ticked) == nil }

// StruckURL is a list of what a guard found, in a preview with these choices.
func StruckURL(preview string, values url.Values, list domain.Look) string {
	if list != "" {
		values.Set("look", string(list))
	} else {
		values.Set("only", string(pages.OnlyOwn))
	}
	return preview + "?" + values.Encode() + "#resellers"
}

// guards is what guards found in what a dialog has ticked.
func (f SynchronizeForm) guards() guardNotice {
	ticked := f.Dialog.Ticked.Keys()
	n := guardNotice{Ticked: f.Anyway, Own: f.OwnGuards}
	if len(ticked) == 0 {
		return n
	}
	n.Strikes = f.Dialog.Looked.Strikes(f.Dialog.Facts.Guards)
	n.Address = func(list domain.Look) string {
		values := url.Values{"key": {f.Dialog.Key}, "reach": {string(f.Dialog.Reach)}, "policy": {string(f.Dialog.Policy)}}
		for _, key := range ticked {
			values.Add("opt", string(key))
		}
		return StruckURL(f.url()+"/preview", values, list)
	}
	return n
}

// strikes are the guards that a preview meets, or that a run met.
func (s RunScreen) strikes() []domain.Strike {
	if s.RunPage.Looked == nil {
		return nil
	}
	return s.RunPage.Looked.Strikes(s.RunPage.Looked.Facts.Guards)
}

// guards is what guards found in a preview, of which that much was confirmed.
func (s RunScreen) guards(confirmed domain.Anyway) guardNotice {
	return guardNotice{Strikes: s.strikes(), Ticked: confirmed, Own: s.OwnGuards, Address: s.struckURL}
}

// struckURL is a list of what a guard found.
func (s RunScreen) struckURL(list domain.Look) string {
	if list == "" {
		return s.ownURL() + "#resellers"
	}
	return s.lookURL(list) + "#resellers"
}

// showThem is what leads to one of the lists of what a guard found.
func showThem(s domain.Strike, list domain.Look) string {
	switch {
	case len(s.Lists) == 1:
		return "Show them"
	case list == domain.LookLeftBelow:
		return "Show who does not take part"
	default:
		return "Show who takes part"
	}
}

// ownURL is the first page of the resellers whose own values are overwritten or kept.
func (s RunScreen) ownURL() string {
	return s.List.with(map[string]string{"look": "", "only": string(pages.OnlyOwn)}).url()
}

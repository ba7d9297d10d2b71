package views

import (
	"cmp"
	"net/url"

	"tiersync/domain"
)

// ResultScreen is what a run did to one reseller, or would do.
type ResultScreen struct {
	Result domain.RunResult
	List   List
	Query  domain.OutcomeQuery
}

func (s ResultScreen) groups() []OutcomeGroup {
	return GroupOutcomes(s.Result.Outcomes, s.Result.Names, s.Result.Reseller.Currency)
}

// commonRate is the exchange rate of a page when it has only one, so that it need not stand in every row; else "".
func commonRate(groups []OutcomeGroup) string {
	common := ""
	for _, g := range groups {
		for _, t := range g.Outcomes {
			if common != "" && t.Rate != "" && t.Rate != common {
				return ""
			}
			common = cmp.Or(common, t.Rate)
		}
	}
	return common
}

func (s ResultScreen) preview() bool { return s.Result.Run.ID == 0 }

func (s ResultScreen) head() Head {
	r := s.Result.Reseller
	subtitle := RunTitle(s.Result.Run) + ", level " + FormatInteger(r.Level) + ", sold to by " + r.VendorName
	return Head{Title: r.Name, Subtitle: subtitle, Marks: []Mark{stateOf(r, s.preview())}}
}

// boxOptions are the choices of the filter by check box: those that were ticked, or all in an undo.
func (s ResultScreen) boxOptions() []Option {
	options := []Option{{Value: "", Label: "All boxes"}}
	for _, key := range s.Result.Run.Options {
		options = append(options, Option{Value: string(key), Label: optionLabel(key)})
	}
	return options
}

// carried are the parameters of the list that the filter form must keep.
func (s ResultScreen) carried() url.Values {
	kept := url.Values{}
	for name, values := range s.List.Extra {
		if name != "box" && name != "changes" {
			kept[name] = values
		}
	}
	return kept
}

// nothing says why the page shows no outcomes.
func (s ResultScreen) nothing() string {
	switch r := s.Result.Reseller; {
	case r.Skip != "":
		return "Skipped: " + string(r.Skip) + "."
	case s.Query.Option != "" || s.Query.ChangesOnly:
		return "Nothing matches this filter."
	default:
		return "He had everything already."
	}
}

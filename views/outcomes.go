package views

import (
	"cmp"
	"net/url"
	"slices"

	"tiersync/domain"
	"tiersync/views/pages"
)

// ResultScreen is what a run did to one reseller, or would do.
type ResultScreen struct {
	Result pages.RunResult
	List   List
	Query  pages.OutcomeQuery
	Leave  *LeaveForm // of a preview: values can be left out
	Edit   bool       // of a run: the viewer may undo
	Costs  bool       // the viewer sees costs
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

// hasParts reports whether a page shows parts of what came or went.
func hasParts(groups []OutcomeGroup) bool {
	return slices.ContainsFunc(groups, func(g OutcomeGroup) bool {
		return slices.ContainsFunc(g.Outcomes, func(t OutcomeText) bool { return t.Part })
	})
}

// resellerPlans is where the pages of a reseller's plans begin.
func resellerPlans(id domain.AccountID) string { return "/resellers/" + idText(id) + "/plans" }

// whyURL says why the price of an outcome is what it is now; "" for what is no price, and where there is none now: of what is only shown
// beforehand, what would come.
func (t OutcomeText) whyURL(plans string, beforehand bool) string {
	if beforehand && t.New || !beforehand && t.Gone {
		return ""
	}
	return WhyURL(plans+"/"+idText(t.Key.Plan), t.Key)
}

func (s ResultScreen) preview() bool { return s.Result.Run.ID == 0 }

func (s ResultScreen) head() Head {
	r := s.Result.Reseller
	subtitle := RunTitle(s.Result.Run) + ", level " + FormatInteger(r.Level) + ", sold to by " + domain.Isolate(r.VendorName)
	return Head{Title: r.Name, Subtitle: subtitle, Marks: []Mark{stateOf(r, s.preview())}}
}

// outcomeFilters are the links above a list of outcomes, with how many each shows.
func outcomeFilters(list List, query pages.OutcomeQuery, shown map[pages.OutcomeFilter]int) []Tab {
	tabs := []Tab{{Label: "Changed, kept or skipped"}, {Label: "Changes only"}, {Label: "Show everything"}}
	for i, show := range []pages.OutcomeFilter{"", pages.ShowChanges, pages.ShowEverything} {
		url := list.with(map[string]string{"show": string(show)}).url()
		tabs[i].URL, tabs[i].Count, tabs[i].Current = url, FormatInteger(shown[show]), show == query.Show
	}
	return tabs
}

// boxOptions are the choices of the filter by check box: those that were ticked, of an undo those of what it takes back, or all
// where what was left is shown too.
func (s ResultScreen) boxOptions() []Option {
	options := []Option{{Value: "", Label: "All boxes"}}
	for _, option := range domain.Options() {
		ticked := slices.Contains(s.Result.Run.Options, option.Key)
		if ticked || s.Query.Show == pages.ShowEverything || option.Key == s.Query.Option {
			options = append(options, Option{Value: string(option.Key), Label: option.Label})
		}
	}
	return options
}

// carried are the parameters of the list that the filter form must keep.
func (s ResultScreen) carried() url.Values {
	kept := url.Values{}
	for name, values := range s.List.Extra {
		if name != "box" {
			kept[name] = values
		}
	}
	return kept
}

const nothingChanged = "Nothing changed. Show everything lists what was left because its box was not ticked."

// nothing says why the page shows no outcomes.
func (s ResultScreen) nothing() string {
	switch r := s.Result.Reseller; {
	case r.Skip == domain.OutOfReach:
		return "Out of reach."
	case r.Skip != "":
		return "Skipped: " + string(r.Skip) + "."
	case s.Query.Option != "" || s.Query.Look != "":
		return "Nothing matches this filter."
	case s.Result.Shown[pages.ShowEverything] > 0 && s.preview():
		return "Nothing would change for them. Show everything lists what would be left because its box is not ticked."
	case s.Result.Shown[pages.ShowEverything] > 0:
		return nothingChanged
	default:
		return "They had everything already."
	}
}

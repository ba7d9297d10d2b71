package views

import (
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
	"tiersync/views/pages"
)

// SynchronizeForm is the dialog Synchronize Reseller(s) with what was chosen in it.
type SynchronizeForm struct {
	Dialog domain.Dialog
	Ticked domain.OptionSet
	Reach  domain.Reach // "" is the default
	Policy domain.Policy
	Anyway domain.Anyway // what was confirmed

	OwnGuards   bool                                  // the guards are the viewer's own
	OwnTemplate bool                                  // the service template is
	Lacks       map[domain.OptionKey]domain.Privilege // boxes that the viewer may not use, with the right that they lack
	viewer      domain.AccountID
}

// For is the dialog as a viewer sees it.
func (f SynchronizeForm) For(v domain.Viewer) SynchronizeForm {
	f.Lacks, f.OwnGuards, f.OwnTemplate = domain.LackedRights(v), v.IsProvider(), f.Dialog.Template.Account == v.Account.ID
	f.viewer = v.Account.ID
	return f
}

// SynchronizeURL is the address of the dialog for all subscriptions to a reseller plan, or for one.
func SynchronizeURL(plan domain.PlanID, subscription domain.SubscriptionID) string {
	return subscribedURL(plan, subscription) + "/synchronize"
}

// subscribedURL is the page that the dialog is opened from.
func subscribedURL(plan domain.PlanID, subscription domain.SubscriptionID) string {
	url := "/products/plans/" + strconv.FormatInt(int64(plan), 10)
	if subscription != 0 {
		url += "/subscriptions/" + strconv.FormatInt(int64(subscription), 10)
	}
	return url
}

func (f SynchronizeForm) subscription() domain.SubscriptionID {
	if f.Dialog.Subscription == nil {
		return 0
	}
	return f.Dialog.Subscription.ID
}

func (f SynchronizeForm) url() string { return SynchronizeURL(f.Dialog.Plan.ID, f.subscription()) }

func (f SynchronizeForm) back() string { return subscribedURL(f.Dialog.Plan.ID, f.subscription()) }

// subtitle says who would be synchronized with what.
func (f SynchronizeForm) subtitle() string {
	if s := f.Dialog.Subscription; s != nil {
		return domain.Isolate(s.AccountName) + ", subscription " + strconv.FormatInt(int64(s.ID), 10) + " to " + domain.Isolate(f.Dialog.Plan.Name)
	}
	return "All resellers who use " + domain.Isolate(f.Dialog.Plan.Name)
}

// boxGroup is one of the groups of check boxes.
type boxGroup struct {
	group domain.Group
	boxes []box
}

// box is one check box with what it would do.
type box struct {
	option  domain.Option
	count   domain.BoxCount
	id      string
	checked bool
	lacks   domain.Privilege
}

// BoxField is the id of a check box: a message about it stands beside it.
func BoxField(key domain.OptionKey) string {
	if key == domain.Options()[0].Key {
		return "opt"
	}
	return "opt-" + string(key)
}

// groups are the check boxes as the dialog shows them. The first box of all has the id that the error summary links to.
func (f SynchronizeForm) groups() []boxGroup {
	var groups []boxGroup
	for i, option := range domain.Options() {
		if i == 0 || groups[len(groups)-1].group != option.Group {
			groups = append(groups, boxGroup{group: option.Group})
		}
		b := box{option: option, id: BoxField(option.Key), checked: f.Ticked[option.Key], lacks: f.Lacks[option.Key]}
		if at := slices.IndexFunc(f.Dialog.Counts, func(c domain.BoxCount) bool { return c.Option == option.Key }); at >= 0 {
			b.count = f.Dialog.Counts[at]
		}
		last := &groups[len(groups)-1]
		last.boxes = append(last.boxes, b)
	}
	return groups
}

func (b box) nothing() bool { return b.count.Resellers == 0 }

// does is what the box does, also where what is sold stays the same.
func (b box) does() string {
	switch {
	case b.count.Changes > 0:
		return "change " + FormatInteger(b.count.Changes)
	case b.count.Dropped > 0:
		return "drop " + FormatCount(b.count.Dropped, "own value that is the same", "own values that are the same")
	default:
		return "move what is beneath own values"
	}
}

// ticked are the counts of the boxes that are ticked: of what they do alone there is something to know before.
func (f SynchronizeForm) ticked() iter.Seq[domain.BoxCount] {
	return func(yield func(domain.BoxCount) bool) {
		for _, count := range f.Dialog.Counts {
			if f.Ticked[count.Option] && !yield(count) {
				return
			}
		}
	}
}

// ownValues is how many own values the ticked boxes would overwrite, at most.
func (f SynchronizeForm) ownValues() (n int) {
	for count := range f.ticked() {
		n += count.OwnValues
	}
	return n
}

// rules is how many of those are price rules.
func (f SynchronizeForm) rules() (n int) {
	for count := range f.ticked() {
		n += count.Rules
	}
	return n
}

// amongThem says how many of own values are price rules, each of which makes many prices.
func amongThem(rules int) string {
	if rules == 0 {
		return ""
	}
	return ", " + FormatCount(rules, "price rule", "price rules") + " among them"
}

// holds reports whether one of the ticked boxes would withdraw plans from sale until somebody sets a price.
func (f SynchronizeForm) holds() bool {
	for count := range f.ticked() {
		if count.Held > 0 {
			return true
		}
	}
	return false
}

// leavesOut reports whether the ticked boxes would bring schedules without some of their notifications.
func (f SynchronizeForm) leavesOut() bool {
	return len(f.Ticked) > 0 && f.Dialog.Looked.Numbers.Of(domain.LookNotified) > 0
}

// stakes names what those own values are: "fees, included amounts".
func (f SynchronizeForm) stakes() string {
	var list []string
	for count := range f.ticked() {
		if count.OwnValues > 0 {
			list = append(list, stakeOf(count.Option))
		}
	}
	return strings.Join(list, ", ")
}

// stakesText says why they would go: Keep drops those alone that cannot stay (rule G9).
func (f SynchronizeForm) stakesText() string {
	if f.Dialog.Policy != domain.Overwrite {
		return "Even with " + policyText(f.Dialog.Policy) + ", some cannot stay beside what is delivered: " + f.stakes() + ". Preview shows each one."
	}
	text := "With Overwrite, yours replace what resellers set themselves: " + f.stakes() + "."
	if rules := f.rules(); rules > 0 {
		text += " " + FormatCount(rules, "price rule goes, and with it the prices that it makes.", "price rules go, and with them the prices that they make.")
	}
	return text + " Preview shows each one."
}

// stakeOf names the own values that a box overwrites.
func stakeOf(key domain.OptionKey) string {
	switch key {
	case domain.EnablePlans:
		return "plans they unpublished"
	case domain.UpdateFees:
		return "fees"
	case domain.UpdateCategories:
		return "sales categories of plans"
	case domain.UpdatePrices:
		return "resource prices"
	case domain.UpdateLimits:
		return "included amounts"
	case domain.UpdateNames:
		return "descriptions"
	default:
		return "what “" + optionLabel(key) + "” covers"
	}
}

// reaches are the choices of how far a run goes, the default first, each with the resellers it means.
func (f SynchronizeForm) reaches() []Option {
	all := levelsText(f.Dialog.Levels)
	if s := f.Dialog.Subscription; s != nil {
		return []Option{{Value: string(domain.ThisReseller), Label: "This reseller only", Hint: "1 reseller: " + domain.Isolate(s.AccountName)},
			{Value: string(domain.WithSubResellers), Label: "With sub-resellers", Hint: all}}
	}
	return []Option{{Value: string(domain.AllLevels), Label: "All levels", Hint: all},
		{Value: string(domain.DirectOnly), Label: "Direct resellers only", Hint: FormatCount(f.Dialog.Direct, "reseller", "resellers")}}
}

// levelsText is "22 resellers: 6 at level 1, 12 at level 2, 4 at level 3".
func levelsText(levels []domain.LevelCount) string {
	total, text := 0, ""
	for i, l := range levels {
		total += l.Resellers
		if i > 0 {
			text += ", "
		}
		text += FormatInteger(l.Resellers) + " at level " + strconv.Itoa(l.Level)
	}
	count := FormatCount(total, "reseller", "resellers")
	switch len(levels) {
	case 0:
		return count
	case 1:
		return count + " at level " + strconv.Itoa(levels[0].Level)
	default:
		return count + ": " + text
	}
}

func (f SynchronizeForm) reach() string {
	if f.Reach != "" {
		return string(f.Reach)
	}
	return f.reaches()[0].Value
}

func (f SynchronizeForm) policy() string {
	if f.Policy != "" {
		return string(f.Policy)
	}
	return string(domain.Overwrite)
}

// policies are the choices for the resellers' own values, in plain words.
func policies() []Option {
	return []Option{
		{Value: string(domain.Overwrite), Label: "Overwrite",
			Hint: "Where a ticked box covers a value that a reseller set themselves, yours replaces it."},
		{Value: string(domain.Keep), Label: "Keep",
			Hint: "What a reseller set themselves stays in effect. They still receive everything else."},
		{Value: string(domain.Decide), Label: "Decide",
			Hint: "As Keep, but for what you take in the preview: by value, by plan, by reseller, or all. Counts here are those of Keep."},
	}
}

// leftOut says which notification a schedule would lose.
func (f SynchronizeForm) leftOut(o domain.Outcome) string {
	t := DescribeOutcome(o, f.Dialog.Names, "")
	return t.Subject.String() + ": " + t.After
}

// countedFor says for which choices the counts beside the boxes hold.
func (f SynchronizeForm) countedFor() string {
	reach := reachText(f.Dialog.Reach)
	return "Beside each box stands what it alone would do now, for " + strings.ToLower(reach[:1]) + reach[1:] +
		", with " + policyText(f.Dialog.Policy) + "."
}

// countsURL is where a script asks for the counts for other choices.
func (f SynchronizeForm) countsURL() string { return f.url() + "/counts" }

// boxPreview is the preview of one box alone, with the choices that its count holds for, of the resellers whom a filter shows.
func (f SynchronizeForm) boxPreview(box domain.OptionKey, only pages.RunFilter) string {
	return f.previewOf(box, "only", string(only))
}

// boxLook is boxPreview of what a box gives to look at first.
func (f SynchronizeForm) boxLook(box domain.OptionKey, k domain.Look) string {
	return f.previewOf(box, "look", string(k))
}

// previewOf is "" where there is none, because the service template is not active.
func (f SynchronizeForm) previewOf(box domain.OptionKey, filter, value string) string {
	if !f.Dialog.Template.Active {
		return ""
	}
	values := url.Values{"key": {f.Dialog.Key}, "opt": {string(box)}, "reach": {string(f.Dialog.Reach)}, "policy": {string(f.Dialog.Policy)}}
	if value != "" {
		values.Set(filter, value)
	}
	return f.url() + "/preview?" + values.Encode()
}

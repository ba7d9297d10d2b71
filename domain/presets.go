package domain

import "slices"

// Preset is what somebody of a job usually needs: a choice that ticks rights. It is stored nowhere; what is ticked is what counts.
type Preset struct {
	Key    string // in addresses
	Name   string
	What   string // what they do
	Rights []Privilege
}

// Presets are those that there are, in the order in which pages show them.
func Presets() []Preset {
	return []Preset{
		{"price-manager", "Price manager", "Sets prices, puts plans on sale and passes changes on",
			[]Privilege{EditPrices, PublishPlans, SynchronizeSubReseller, ViewReports, ViewCosts}},
		{"content-editor", "Content editor", "Writes what customers read, and sorts plans into categories",
			[]Privilege{EditDescriptions, ManageCategories, ManageSchedules, ManageTerms}},
		{"support", "Support", "Looks things up and changes nothing", []Privilege{ViewReports}},
	}
}

// PresetsOf are the presets with those of their rights that are among some.
func PresetsOf(rights []Privilege) []Preset {
	list := Presets()
	for i := range list {
		list[i].Rights = filter(list[i].Rights, func(right Privilege) bool { return slices.Contains(rights, right) })
	}
	return list
}

package views

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// This file is what becomes of the lines of a price list, as its page says it before it is saved.

// The states of lines, in the order of the page.
const (
	ImportChanged   = "changed"
	ImportJumps     = "jumps"
	ImportUnknown   = "unknown"
	ImportGone      = "gone"
	ImportErrors    = "errors"
	ImportUnchanged = "unchanged"
	ImportLater     = "later"
	ImportAside     = "aside"
)

// importStates are the states with what they are called.
var importStates = []Option{{Value: ImportChanged, Label: "Changed"}, {Value: ImportJumps, Label: "Big jumps"}, {Value: ImportUnknown, Label: "Unknown"},
	{Value: ImportGone, Label: "Gone"}, {Value: ImportErrors, Label: "Errors"}, {Value: ImportUnchanged, Label: "Unchanged"},
	{Value: ImportLater, Label: "Still to come"}, {Value: ImportAside, Label: "Left out"}}

// ImportStates are the states of lines in the order of the page, with what they are called.
func ImportStates() []Option { return importStates }

// ImportFound counts the rows of each state.
type ImportFound map[string]int

// State is the state that is asked for; where none is, the first one with rows, or errors where no price changes: a list that could not be read
// lacks all that there is.
func (f ImportFound) State(asked string) string {
	first := ""
	for _, state := range importStates {
		if state.Value == asked {
			return asked
		}
		if first == "" && f[state.Value] > 0 {
			first = state.Value
		}
	}
	if first != ImportChanged && first != ImportJumps && f[ImportErrors] > 0 {
		return ImportErrors
	}
	if first == "" {
		return ImportChanged
	}
	return first
}

// hasLines reports whether the list has a line: what is gone is in none.
func (f ImportFound) hasLines() bool {
	for state, n := range f {
		if n > 0 && state != ImportGone {
			return true
		}
	}
	return false
}

// PlansNotMade refuses to save a list while no plan can be made of so many products that are ticked.
func PlansNotMade(n int) string {
	return "Of " + FormatCount(n, "product that is", "products that are") + " ticked under Unknown no plan is made, and it is said there why. " +
		"Choose another plan to make plans like, or take the tick away. Nothing was saved."
}

// ImportSaves counts what saving does.
type ImportSaves struct{ Sets, Makes, Leaves, Withdraws int }

// nothing reports whether there is nothing to save.
func (s ImportSaves) nothing() bool { return s.Sets == 0 && s.Makes == 0 && s.Withdraws == 0 }

// text says what saving does; ticks says whether it saves what is ticked, too.
func (s ImportSaves) text(ticks bool) string {
	var does []string
	if s.Sets > 0 {
		does = append(does, "sets "+FormatCount(s.Sets, "price", "prices"))
	}
	if s.Makes > 0 {
		does = append(does, "makes "+FormatCount(s.Makes, "service plan", "service plans")+", unpublished")
	}
	if s.Withdraws > 0 {
		does = append(does, "takes "+FormatCount(s.Withdraws, "service plan", "service plans")+" off delegation")
	}
	text := "There is nothing to save."
	if ticks {
		text = "Saving does nothing but what you tick."
	}
	if len(does) > 0 {
		text = "Saving " + strings.Join(does, ", ") + "."
	}
	if s.Leaves > 0 {
		text += " " + FormatCount(s.Leaves, "price that jumps stays as it is", "prices that jump stay as they are") + " unless you tick " + flagText(s.Leaves == 1, "it", "them") + " under Big jumps."
	}
	return text
}

// Imported says that a price list was saved, and took plans out of so many templates.
func Imported(name string, templates int) string {
	text := domain.Isolate(name) + " is imported."
	if templates > 0 {
		text += " Plans were taken out of " + FormatCount(templates, "service template", "service templates") + ": resellers lose them when you synchronize them."
	}
	return text
}

// ChangedMeanwhile says that a price list meets other prices than were shown.
func ChangedMeanwhile(n int) string {
	return FormatCount(n, "price was", "prices were") + " changed by somebody else while you looked at this list. Nothing was saved. Look at it again: it is compared with what there is now."
}

// The fields and buttons of the page.
const (
	ShownJump = "shown-jump" // a jump that is on the page, ticked or not
	ShownMake = "shown-make" // the line of a product that is
	MakeField = "make"
	GoSave    = "save"
	GoKeep    = "keep"
	GoAll     = "all"
	GoNone    = "none"
	goneField = "gone-"
	gonePlan  = "gone-plan-"
)

// GoneName reads the name of a field that says what becomes of a price, by its key, or of a plan.
func GoneName(name string) (key string, plan domain.PlanID, is bool) {
	if text, of := strings.CutPrefix(name, gonePlan); of {
		id, err := strconv.ParseInt(text, 10, 64)
		return "", domain.PlanID(id), err == nil && id > 0
	}
	key, is = strings.CutPrefix(name, goneField)
	return key, 0, is
}

// ImportRow is a line of a price list with one of its prices, or something that the list has no more.
type ImportRow struct {
	Line     int    // of the file; 0: of none
	Says     string // what the line calls its product
	IDs      string // its ids, term and so on
	Plan     *domain.Plan
	Key      domain.Key
	Was, Is  domain.Price
	Priced   bool            // Was and Is are there
	By       decimal.Decimal // by what part of Was a price changes; below zero where there is no such part
	Currency domain.Currency // that the line says; "" none
	Jump     *domain.Jump
	Notes    []string
	Refs     []domain.Ref // plans that it may mean
	Tick     string       // the value of its tick box; "" has none
	Ticked   bool
	Choice   domain.GoneChoice
}

// Foreign reports whether what the line asks is in another currency than the account's prices.
func (r ImportRow) Foreign(of domain.Currency) bool { return r.Currency != "" && r.Currency != of }

// Texts are what a row is searched by.
func (r ImportRow) Texts() []string {
	texts := []string{r.Says, r.IDs}
	if r.Plan != nil {
		texts = append(texts, r.Plan.Name, idText(r.Plan.ID))
	}
	return texts
}

// goneName is the field of what becomes of the row.
func (r ImportRow) goneName() string {
	if r.Key.Field == domain.FieldPlan {
		return gonePlan + idText(r.Key.Plan)
	}
	return goneField + r.Key.Text()
}

func (r ImportRow) goneChoices(withdraw bool) []Option {
	options := []Option{{Value: "", Label: "leave"}, {Value: string(domain.GoneNotSet), Label: "not set"}}
	if r.Key.Field == domain.FieldPlan {
		options[1].Label = "prices not set"
		if withdraw {
			options = append(options, Option{Value: string(domain.GoneWithdrawn), Label: "take off delegation"})
		}
	}
	return options
}

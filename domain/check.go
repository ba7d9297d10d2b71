package domain

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// What may stand in a field is said once, here, by its row in the table: forms, imports and own values come through it alike.

// keyed collects what is wrong with values, each once.
type keyed struct {
	list []FieldError
	told map[Key]bool
}

func (k *keyed) add(key Key, message string) {
	if message != "" && !k.told[key] {
		k.more(FieldError{Key: key, Message: message})
	}
}

// missing adds that what was chosen is not there.
func (k *keyed) missing(key Key, chosen Ref, message string) {
	if !k.told[key] {
		k.more(FieldError{Key: key, Message: message, Chosen: chosen})
	}
}

// parts adds what is wrong with the parts of one value: the form has a field for each.
func (k *keyed) parts(key Key, wrong problems) {
	for _, part := range wrong {
		part.Key = key
		k.more(part)
	}
}

// more adds what is wrong with one of the parts of a value.
func (k *keyed) more(wrong FieldError) {
	if k.told == nil {
		k.told = map[Key]bool{}
	}
	k.told[wrong.Key] = true
	k.list = append(k.list, wrong)
}

// err is nil when nothing is wrong, else KindInvalid with every message.
func (k keyed) err() error {
	if len(k.list) == 0 {
		return nil
	}
	return Invalid("The form has errors.", k.list...)
}

// quantityLimit bounds amounts of a resource: more than anybody sells, far from what overflows.
const quantityLimit = 1_000_000_000_000

// moneyPattern is an amount of money as it is stored.
var moneyPattern = regexp.MustCompile(`^[0-9]{1,15}(\.[0-9]{1,12})?$`)

// ValueProblem says what is wrong with a canonical text in this field, "" when it is good. Money has at most so many decimals.
func (info FieldInfo) ValueProblem(text string, decimals int32) string {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "Use letters, digits and signs only"
	}
	switch info.Kind {
	case TextValue:
		return textProblem(text, info.Limit)
	case LineValue:
		return info.lineProblem(text)
	case FeeValue, PriceValue:
		return moneyProblem(text, decimals)
	case RateValue:
		return exchangeRateProblem(text)
	case NumberValue:
		if info.Limit == 0 { // by its unit: PeriodLengthProblem
			return ""
		}
		return numberProblem(text, 0, int64(info.Limit), fmt.Sprintf("Enter a whole number from 0 to %d", info.Limit))
	case QuantityValue:
		return numberProblem(text, Unlimited, quantityLimit, quantityGuess)
	case FlagValue:
		return among(text, []string{Yes, No})
	case IDValue:
		return numberProblem(text, 0, math.MaxInt64, chooseFromList)
	case IDsValue:
		ids := ParseIDs[CategoryID](text)
		slices.Sort(ids)
		if text != IDs(slices.Compact(ids)) {
			return chooseFromList
		}
	case ChoiceValue:
		return among(text, choices(info.Field))
	case RuleValue:
		if _, err := PriceRuleFromString(text); err != nil {
			return "Enter a rule like 20 0 unit 2"
		}
	}
	return ""
}

const chooseFromList = "Choose from the list"

func (info FieldInfo) lineProblem(text string) string {
	switch {
	case info.Field == FieldRecipeBoxes:
		return RecipeBoxes(text).problem()
	case info.Field == FieldUserEmail:
		return EmailProblem(text)
	case info.Field == FieldAccountCurrency:
		return CurrencyProblem(Currency(text))
	case info.Field == FieldDocumentVersion:
		return requiredLineProblem(text, "Enter a version like 1.0", info.Limit)
	case info.Field == FieldDocumentEffective:
		return dateProblem(text)
	case info.Required:
		return requiredLineProblem(text, "Enter a "+strings.ToLower(info.shortLabel()), info.Limit)
	}
	return LineProblem(text, info.Limit)
}

// shortLabel is the last word of the label: "name" of "Category name".
func (info FieldInfo) shortLabel() string {
	words := strings.Fields(info.Label)
	return words[len(words)-1]
}

// moneyProblem says what is wrong with a canonical amount of money.
func moneyProblem(text string, decimals int32) string {
	if text == "" {
		return ""
	}
	d, err := decimal.NewFromString(text)
	switch {
	case err != nil || !moneyPattern.MatchString(text):
		return priceReading(decimals).guess
	case !fits(d, decimals):
		return tooManyDecimals(keptOf(d, decimals))
	}
	return ""
}

func numberProblem(text string, least, most int64, message string) string {
	if n := parseInt(text); intText(n) != text || n < least || n > most {
		return message
	}
	return ""
}

func among(text string, list []string) string {
	if slices.Contains(list, text) {
		return ""
	}
	return chooseFromList
}

// choices are the words that a field of kind Choice may have.
func choices(f Field) []string {
	switch f {
	case FieldPlanType:
		return texts(PlanTypes())
	case FieldUnit:
		return PeriodUnits()
	case FieldTermsAcceptance:
		return AcceptanceModes()
	case FieldAccountStatus:
		return texts(accountStatuses())
	case FieldRecipeReach:
		return texts(Reaches(false))
	case FieldRecipePolicy:
		return texts(Policies())
	case FieldUserRole:
		return texts(Roles())
	case FieldSubscriptionStatus:
		return texts(subscriptionStatuses())
	}
	if _, mode := setsGuard(f); mode {
		return texts(GuardModes())
	}
	return nil
}

func texts[S ~string](list []S) []string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = string(s)
	}
	return all
}

// checkCatalog says what is wrong with the vendor's catalog after a change, as far as the change touched it.
func checkCatalog(c Change, s Situation, a Applied) error {
	after := State{s.Now.Delivered, a.Own}
	of, refs := gathered(a.Edits, func(e Edit) Ref { return RefOf(e.Key) })
	check := catalogCheck{change: c, situation: s, before: s.Now.effectiveOf(refs), after: after.effectiveOf(refs), of: of,
		at: make(map[Key]bool, len(a.Edits))}
	for _, e := range a.Edits {
		if e.To.There {
			check.add(e.Key, e.Key.Field.Info().ValueProblem(e.To.Text, check.decimals(e)))
		}
		check.at[e.Key] = true
	}
	check.twice()
	if err := check.numbered(c, s, a.Edits); err != nil {
		return err
	}
	for _, ref := range refs {
		if err := check.thing(ref); err != nil {
			return cmp.Or(check.err(), err)
		}
	}
	return cmp.Or(check.err(), check.took(after))
}

// twice refuses the same notification of a schedule twice: it has it once. Of any other value that is typed twice the last counts.
func (k *catalogCheck) twice() {
	seen := map[Key]bool{}
	for _, v := range k.change.Typed {
		if v.Key.Field != FieldNotification {
			continue
		}
		if seen[v.Key] {
			k.add(v.Key, "This is there already: remove one of the two")
		}
		seen[v.Key] = true
	}
}

// catalogCheck looks at the things that a change touched, one after the other.
type catalogCheck struct {
	keyed
	change        Change
	situation     Situation
	before, after *Catalog
	of            map[Ref][]Edit       // what it did to each thing
	at            map[Key]bool         // the values that it touched
	claims        map[claim][]claimant // what price lists call the plans, once it is asked
}

func (k *catalogCheck) thing(ref Ref) error {
	if row, known := catalogThings[ref.Of]; known {
		return row.check(k, ref.ID)
	}
	return errDamaged()
}

// edited reports whether the change touched a value.
func (k *catalogCheck) edited(key Key) bool { return k.at[key] }

// NameTaken refuses a thing, beside its name, because another one has that name; the zero Ref is one that nobody looked for.
func NameTaken(name Field, other Ref) error {
	return Invalid("The form has errors.", nameTaken(Key{Field: name}, other))
}

func nameTaken(name Key, other Ref) FieldError {
	noun := name.Field.Info().Of.Noun()
	if name.Field == FieldTemplateName {
		noun = "template" // the page says which
	}
	return FieldError{Message: "Another " + noun + " has this name", Key: name, Other: other}
}

package domain

import (
	"slices"
	"strings"
)

// This file is about recipes: the choices of the dialog Synchronize Reseller(s) under a name, offered there and never ticked by themselves.

// RecipeID is the id of a recipe.
type RecipeID int64

// Recipe are boxes, reach and policy under a name, of a vendor's account.
type Recipe struct {
	ID     RecipeID
	Name   string
	Boxes  RecipeBoxes
	Reach  Reach // that of a whole plan; For says what it is for one subscription
	Policy Policy
}

// RecipeBoxes are the keys of check boxes in the order of the dialog, with commas between them.
type RecipeBoxes string

// BoxesOf are the boxes of a set.
func BoxesOf(set OptionSet) RecipeBoxes {
	return RecipeBoxes(strings.Join(texts(set.Keys()), ","))
}

// Options are the boxes as a set; what is no box any more is left out.
func (b RecipeBoxes) Options() OptionSet {
	set, all := OptionSet{}, AllOptions()
	for _, key := range strings.Split(string(b), ",") {
		if all[OptionKey(key)] {
			set[OptionKey(key)] = true
		}
	}
	return set
}

// problem says what is wrong with boxes that are to be kept.
func (b RecipeBoxes) problem() string {
	switch set := b.Options(); {
	case len(set.Keys()) == 0:
		return "Select at least one option"
	case BoxesOf(set) != b:
		return chooseFromList
	}
	return ""
}

// The fields of recipes.
const (
	FieldRecipeName   Field = "recipe_name"
	FieldRecipeBoxes  Field = "recipe_boxes"
	FieldRecipeReach  Field = "recipe_reach"
	FieldRecipePolicy Field = "recipe_policy"
)

var recipeTable = []fieldRow[Recipe]{
	textField(FieldInfo{Field: FieldRecipeName, Of: ObjectRecipe, Label: "Name", Kind: LineValue, Limit: NameLimit, Required: true}, func(r *Recipe) *string { return &r.Name }),
	textField(FieldInfo{Field: FieldRecipeBoxes, Of: ObjectRecipe, Label: "Boxes", Kind: LineValue, Limit: 1000, Required: true}, func(r *Recipe) *RecipeBoxes { return &r.Boxes }),
	textField(FieldInfo{Field: FieldRecipeReach, Of: ObjectRecipe, Label: "Reach", Kind: ChoiceValue, Required: true}, func(r *Recipe) *Reach { return &r.Reach }),
	textField(FieldInfo{Field: FieldRecipePolicy, Of: ObjectRecipe, Label: "Resellers' own values", Kind: ChoiceValue, Required: true}, func(r *Recipe) *Policy { return &r.Policy }),
}

// Values returns every value of the recipe by key.
func (r Recipe) Values() []KeyedValue { return appendValues(nil, recipeTable, Key{}, &r) }

// For is a reach in a dialog of the other kind: all levels are a subscription's with sub-resellers, and direct resellers only its reseller.
func (r Reach) For(one bool) Reach {
	if slices.Contains(Reaches(one), r) {
		return r
	}
	if r == Widest(!one) {
		return Widest(one)
	}
	return narrowest(one)
}

func narrowest(one bool) Reach {
	i := slices.IndexFunc(Reaches(one), func(r Reach) bool { return r != Widest(one) })
	return Reaches(one)[i]
}

// FindRecipe is the recipe of an id as a form sends it; false where there is none.
func FindRecipe(list []Recipe, id RecipeID) (Recipe, bool) {
	i := slices.IndexFunc(list, func(r Recipe) bool { return r.ID == id })
	if i < 0 {
		return Recipe{}, false
	}
	return list[i], true
}

// Policies are the choices for the resellers' own values that can be kept under a name.
func Policies() []Policy { return []Policy{Overwrite, Keep, Decide} }

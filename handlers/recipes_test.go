package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

const recipesPath = "/recipes"

// recipe saves what is chosen in the dialog under a name, as somebody does there, and returns where that led.
func (w *world) recipe(as, name string, policy domain.Policy, boxes ...domain.OptionKey) string {
	w.t.Helper()
	form := w.open(as, boxes...)
	form.Set("policy", string(policy))
	form.Set("reach", string(domain.DirectOnly))
	form.Set("action", "keep")
	page := w.post(as, dialogPath, form).want(http.StatusSeeOther).location
	form = w.get(as, page).want(http.StatusOK).form(recipesPath + "/new")
	form.Set("recipe_name", name)
	return w.post(as, recipesPath+"/new", form).want(http.StatusSeeOther).location
}

// TestARecipe: saved from the dialog with what was chosen there, offered in it, and filled in when somebody asks for it.
func TestARecipe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P", dialogPath).want(http.StatusOK).shows("Recipes", "There are none yet.", "Save as Recipe…").hides("Fill In")
	w.get("P", recipesPath).want(http.StatusOK).shows("No recipes", "Monthly price list")
	back := w.recipe("P", "Monthly price list", domain.Keep, domain.UpdateFees, domain.UpdatePrices)
	page := w.get("P", back).want(http.StatusOK).shows("Monthly price list is saved.")
	if form := page.form(dialogPath); len(form["opt"]) != 2 || form.Get("policy") != "keep" || form.Get("reach") != "direct" {
		t.Errorf("the dialog has lost %v", form)
	}
	page = w.get("P", dialogPath).want(http.StatusOK).shows("Monthly price list", "Fill In")
	form := page.form(dialogPath)
	if form.Has("opt") || form.Get("recipe") != "" || form.Get("policy") != "overwrite" {
		t.Errorf("a recipe is chosen by itself: %v", form)
	}
	id := page.Find("#recipe option:contains('Monthly')").AttrOr("value", "")
	form.Set("recipe", id)
	form.Set("action", "fill")
	filled := w.get("P", w.post("P", dialogPath, form).want(http.StatusSeeOther).location).want(http.StatusOK).form(dialogPath)
	if strings.Join(filled["opt"], " ") != "update_fees update_prices" || filled.Get("policy") != "keep" || filled.Get("reach") != "direct" {
		t.Errorf("filled in is %v", filled)
	}
	form.Del("recipe")
	form.Set("opt", string(domain.UpdateLimits))
	filled = w.get("P", w.post("P", dialogPath, form).want(http.StatusSeeOther).location).want(http.StatusOK).form(dialogPath)
	if strings.Join(filled["opt"], " ") != "update_limits" {
		t.Errorf("without a recipe it is %v", filled)
	}
	w.get("R1", dialogPath).want(http.StatusOK).hides("Monthly price list")
	w.get("R1", recipesPath+"/"+id+"/edit").want(http.StatusNotFound)
}

// TestEveryChoiceOfAFormCanBeSaved: what a form offers of a list of words is what its field takes, and all of it.
func TestEveryChoiceOfAFormCanBeSaved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	template := "/products/templates/" + idOf(w.template())
	offered := map[domain.Field][]string{}
	for _, path := range []string{recipesPath + "/new", "/users/new", "/products/plans/new", "/products/plans/2/periods/new", template + "/terms", "/guards",
		"/resellers/" + idOf(w.viewers["R1"].Account.ID) + "/settings"} {
		w.get("P", path).want(http.StatusOK).Find("main form option, main form input[type=radio]").Each(func(_ int, s *goquery.Selection) {
			name := s.AttrOr("name", s.Closest("select").AttrOr("name", ""))
			if domain.Field(name).Info().Kind == domain.ChoiceValue {
				offered[domain.Field(name)] = append(offered[domain.Field(name)], s.AttrOr("value", ""))
			}
		})
	}
	if len(offered) < 10 {
		t.Errorf("only %d fields are chosen from a list", len(offered))
	}
	for field, words := range offered {
		for _, word := range words {
			if problem := field.Info().ValueProblem(word, 0); problem != "" {
				t.Errorf("a form offers %q of %s, which is refused: %s", word, field, problem)
			}
		}
	}
	for _, policy := range domain.Policies() {
		w.recipe("P", "With "+string(policy), policy, domain.UpdateFees)
	}
}

// TestRecipesAreChanged: renamed, deleted, and taken back like any other change; two do not get one name.
func TestRecipesAreChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.recipe("P", "Monthly", domain.Keep, domain.UpdateFees)
	edit := w.get("P", recipesPath).want(http.StatusOK).shows("Monthly", "Direct resellers only", "Keep", "Update Plan Fees").Find("tbody th a").AttrOr("href", "")
	form := w.get("P", edit).want(http.StatusOK).shows("Edit Recipe", "For one subscription: this reseller only.").form(edit)
	form.Set("recipe_name", "")
	w.post("P", edit, form).want(http.StatusUnprocessableEntity).shows("Enter a name")
	form.Set("recipe_name", "Quarterly")
	form.Del("recipe_boxes")
	w.post("P", edit, form).want(http.StatusUnprocessableEntity).shows("Select at least one option")
	form["recipe_boxes"] = []string{string(domain.UpdateFees), string(domain.RemoveResources)}
	w.post("P", edit, form).want(http.StatusSeeOther)
	w.get("P", recipesPath).want(http.StatusOK).shows("Monthly is saved. Name: Monthly → Quarterly", "Remove obsolete Resources")
	w.get("P", recipesPath).want(http.StatusOK).shows("Quarterly").hides("Monthly")

	second := w.get("P", recipesPath+"/new").want(http.StatusOK).shows("New Recipe").form(recipesPath + "/new")
	second.Set("recipe_name", "QUARTERLY")
	second.Set("recipe_boxes", string(domain.UpdateFees))
	w.post("P", recipesPath+"/new", second).want(http.StatusUnprocessableEntity)

	w.post("P", strings.Replace(edit, "/edit", "/delete", 1), w.get("P", edit).form(strings.Replace(edit, "/edit", "/delete", 1))).want(http.StatusSeeOther)
	w.get("P", recipesPath).want(http.StatusOK).shows("No recipes")
	change := w.get("P", "/changes").want(http.StatusOK).shows("Deleted recipe", "Saved recipe").Find("a[href^='/changes/']").First().AttrOr("href", "")
	w.post("P", change+"/undo", w.get("P", change+"/undo").want(http.StatusOK).form(change+"/undo")).want(http.StatusSeeOther)
	w.get("P", recipesPath).want(http.StatusOK).shows("Quarterly")
	w.operator("P", "Ed", domain.EditPrices)
	for _, who := range []string{"P-viewer", "Ed"} {
		w.post(who, recipesPath+"/new", url.Values{"recipe_name": {"x"}}).want(http.StatusForbidden)
	}
}

// A recipe of all levels is a subscription's with sub-resellers.
func TestARecipeForOneSubscription(t *testing.T) {
	t.Parallel()
	for reach, want := range map[domain.Reach]domain.Reach{domain.AllLevels: domain.WithSubResellers, domain.DirectOnly: domain.ThisReseller} {
		if got := reach.For(true); got != want || got.For(false) != reach {
			t.Errorf("%s is %s for one subscription", reach, got)
		}
	}
}

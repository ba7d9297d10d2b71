package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// recipeStore keeps the recipes of an account, by name.
type recipeStore interface {
	changer
	Recipes(ctx context.Context, v domain.Viewer) ([]domain.Recipe, error)
}

// Recipes are the screens under /recipes.
type Recipes struct{ store recipeStore }

// NewRecipes returns the screens over a store.
func NewRecipes(store recipeStore) *Recipes { return &Recipes{store} }

// List is GET /recipes.
func (h *Recipes) List(c echo.Context) error {
	list, err := listState(c, "name")
	if err != nil {
		return err
	}
	recipes, err := h.store.Recipes(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	recipes = pageRows(&list, recipes, func(r domain.Recipe) []string { return []string{r.Name, idText(r.ID)} })
	p := pageIn(c, domain.ObjectRecipe, "Recipes")
	p.Crumbs = nil
	return show(c, views.RecipesPage(p, views.RecipeList{List: list, Recipes: recipes, MayEdit: viewer(c).May(domain.SynchronizeSubReseller)}))
}

// New is GET /recipes/new: with what an address fills in of it, as the dialog does.
func (h *Recipes) New(c echo.Context) error {
	form := fromAddress(c)
	recipe := domain.Recipe{Boxes: domain.BoxesOf(form.Ticked), Reach: form.Reach, Policy: form.Policy}
	return h.form(c, views.RecipeForm{Recipe: recipe, Next: nextPage(c)})
}

// Edit is GET /recipes/:id/edit.
func (h *Recipes) Edit(c echo.Context) error {
	recipe, err := h.recipe(c)
	if err != nil {
		return err
	}
	about := domain.Ref{Of: domain.ObjectRecipe, ID: int64(recipe.ID)}
	seen, err := seenOf(c, h.store, about)
	if err != nil {
		return err
	}
	return h.form(c, views.RecipeForm{Origin: views.Origin{ID: about.ID, Seen: seen}, Recipe: recipe})
}

// recipe finds the recipe that the address names.
func (h *Recipes) recipe(c echo.Context) (domain.Recipe, error) {
	id, err := pathID[domain.RecipeID](c, "id")
	if err != nil {
		return domain.Recipe{}, err
	}
	list, err := h.store.Recipes(c.Request().Context(), viewer(c))
	if err != nil {
		return domain.Recipe{}, err
	}
	recipe, there := domain.FindRecipe(list, id)
	if !there {
		return recipe, domain.NotFound("The recipe")
	}
	return recipe, nil
}

// Create is POST /recipes/new.
func (h *Recipes) Create(c echo.Context) error {
	return h.save(c, domain.Ref{Of: domain.ObjectRecipe, ID: domain.NewID, Name: formOf(c).text("recipe_name")}, views.Origin{})
}

// Update is POST /recipes/:id/edit.
func (h *Recipes) Update(c echo.Context) error {
	recipe, err := h.recipe(c)
	if err != nil {
		return err
	}
	about := domain.Ref{Of: domain.ObjectRecipe, ID: int64(recipe.ID), Name: recipe.Name}
	return h.save(c, about, views.Origin{ID: about.ID})
}

func (h *Recipes) save(c echo.Context, about domain.Ref, from views.Origin) error {
	f := formOf(c)
	from.Seen = f.seen("seen")
	r := domain.Recipe{Name: f.text("recipe_name"), Boxes: domain.BoxesOf(knownOptions(f.boxes("recipe_boxes"))),
		Reach: domain.Reach(f.text("recipe_reach")), Policy: domain.Policy(f.text("recipe_policy"))}
	next := nextPage(c)
	made, err := change(c, h.store, domain.Change{Kind: domain.RecipeSaved, About: about, Typed: r.Values()})
	page := views.RecipesPath
	if next != "" {
		page = next
	}
	return ended(c, made, err, " is saved.", page, func() error {
		return h.form(c, views.RecipeForm{Origin: from, Recipe: r, Next: next})
	})
}

// Delete is POST /recipes/:id/delete.
func (h *Recipes) Delete(c echo.Context) error {
	recipe, err := h.recipe(c)
	if err != nil {
		return err
	}
	about := domain.Ref{Of: domain.ObjectRecipe, ID: int64(recipe.ID), Name: recipe.Name}
	return save(c, h.store, domain.Change{Kind: domain.RecipeDeleted, About: about}, " is deleted.", views.RecipesPath,
		func() error { return h.List(c) })
}

func (h *Recipes) form(c echo.Context, form views.RecipeForm) error {
	return show(c, views.RecipeFormPage(pageIn(c, domain.ObjectRecipe, form.Title("Recipe")), form))
}

// fill leads to the dialog with what the chosen recipe says, or with what was chosen where no recipe was.
func (h *Synchronize) fill(c echo.Context, request domain.RunRequest) error {
	list, err := h.store.Recipes(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	if recipe, there := domain.FindRecipe(list, plainID[domain.RecipeID](formOf(c).raw("recipe"))); there {
		request.Options, request.Policy = recipe.Boxes.Options(), recipe.Policy
		request.Reach = recipe.Reach.For(request.Subscription != 0)
	}
	return lead(c, filledDialog(request))
}

// keep leads to the form of a new recipe with what was chosen in the dialog, and from there back.
func (h *Synchronize) keep(c echo.Context, request domain.RunRequest) error {
	back := filledDialog(request)
	request.Reach = request.Reach.For(false)
	values := previewValues(request)
	values.Del("key")
	values.Del("anyway")
	values.Set("next", back)
	return lead(c, views.RecipesPath+"/new?"+values.Encode())
}

// filledDialog is the dialog with these choices.
func filledDialog(r domain.RunRequest) string {
	values := previewValues(r)
	values.Del("key")
	return views.SynchronizeURL(r.Plan, r.Subscription) + "?" + values.Encode()
}

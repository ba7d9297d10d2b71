package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// recipeRow has the fields of domain.Recipe.
type recipeRow struct {
	ID     domain.RecipeID    `db:"id"`
	Name   string             `db:"name"`
	Boxes  domain.RecipeBoxes `db:"boxes"`
	Reach  domain.Reach       `db:"reach"`
	Policy domain.Policy      `db:"policy"`
}

const recipeQuery = `SELECT id, name, boxes, reach, policy FROM recipe WHERE account_id = $1 `

// Recipes returns, by name, the recipes of the viewer's account.
func (d *DB) Recipes(ctx context.Context, v domain.Viewer) (list []domain.Recipe, err error) {
	err = d.read(ctx, func(s *store) (err error) {
		list, err = s.recipes(ctx, v.Account.ID)
		return err
	})
	return list, err
}

func (s *store) recipes(ctx context.Context, account domain.AccountID) ([]domain.Recipe, error) {
	var list []recipeRow
	if err := s.tx.SelectContext(ctx, &list, recipeQuery+`ORDER BY name COLLATE name_order, id`, account); err != nil {
		return nil, fmt.Errorf("recipes of account %d: %w", account, err)
	}
	return bulk.Column(list, func(r recipeRow) domain.Recipe { return domain.Recipe(r) }), nil
}

func loadRecipe(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error) {
	var r recipeRow
	err := s.tx.GetContext(ctx, &r, recipeQuery+`AND id = $2`+forUpdate(lock), v.Account.ID, about.ID)
	recipe := domain.Recipe(r)
	return found(about, &recipe, err)
}

func saveRecipe(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error {
	r := *done.After.(*domain.Recipe)
	const query = `
		INSERT INTO recipe (account_id, id, name, boxes, reach, policy) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account_id, id) DO UPDATE SET name = $3, boxes = $4, reach = $5, policy = $6`
	_, err := s.tx.ExecContext(ctx, query, v.Account.ID, done.Change.About.ID, r.Name, r.Boxes, r.Reach, r.Policy)
	return taken(err, "recipe_name", domain.FieldRecipeName)
}

// nobody is who uses a recipe: the dialog copies what it says.
func (s *store) nobody(context.Context, domain.Viewer, domain.Ref) (domain.Uses, error) {
	return domain.Uses{}, nil
}

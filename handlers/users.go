package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const usersPath = "/users"

// userStore keeps the users of the viewer's account and decides who may give which rights to whom. A change of role, rights or
// password ends the user's sessions.
type userStore interface {
	Users(ctx context.Context, v domain.Viewer, q domain.ListQuery) ([]domain.UserRow, int, error)
	ManagedUser(ctx context.Context, v domain.Viewer, id domain.UserID) (domain.UserRow, error)
	CreateUser(ctx context.Context, v domain.Viewer, u domain.User, password string) (domain.UserID, error)
	ChangeRole(ctx context.Context, v domain.Viewer, id domain.UserID, role domain.Role, rights []domain.Privilege) error
	SetActive(ctx context.Context, v domain.Viewer, id domain.UserID, active bool) error
	SetUserPassword(ctx context.Context, v domain.Viewer, id domain.UserID, password string) error
}

// Users are the screens under /users, for those who hold Manage users.
type Users struct{ store userStore }

// NewUsers returns the screens over a store.
func NewUsers(store userStore) *Users { return &Users{store} }

// List is GET /users.
func (h *Users) List(c echo.Context) error {
	list, err := listState(c, "name", "email", "role")
	if err != nil {
		return err
	}
	users, total, err := h.store.Users(c.Request().Context(), viewer(c), list.ListQuery())
	if err != nil {
		return err
	}
	list.Total = total
	return render(c, http.StatusOK, views.UsersPage(page(c, "Users", usersPath),
		views.UserList{List: list, Users: users, Self: viewer(c).User.ID}))
}

// New is GET /users/new.
func (h *Users) New(c echo.Context) error {
	return h.newForm(c, http.StatusOK, views.UserForm{Role: domain.Operator})
}

func (h *Users) newForm(c echo.Context, status int, form views.UserForm) error {
	form.Roles, form.Available = domain.Grantable(viewer(c), domain.User{})
	p := page(c, "New User", usersPath, views.Crumb{Label: "Users", URL: usersPath})
	p.Invalid = len(form.Errors) > 0
	return render(c, status, views.NewUserPage(p, form))
}

// Create is POST /users/new.
func (h *Users) Create(c echo.Context) error {
	f := formOf(c)
	u := domain.User{Name: f.text("name"), Email: f.text("email"), Role: domain.Role(f.text("role")), Rights: rightsOf(f)}
	password := f.raw("password")
	if message := domain.PasswordProblem(password); message != "" {
		f.fail("password", message)
	}
	err := f.err()
	if err == nil {
		_, err = h.store.CreateUser(c.Request().Context(), viewer(c), u, password)
	}
	if err == nil {
		return done(c, u.Name+" can sign in now.", usersPath)
	}
	errs, ok := f.merged(err)
	if !ok {
		return err
	}
	return h.newForm(c, http.StatusUnprocessableEntity, views.UserForm{Name: u.Name, Email: u.Email, Role: u.Role, Rights: u.Rights, Errors: errs})
}

func rightsOf(f *form) []domain.Privilege {
	var rights []domain.Privilege
	for _, right := range f.all("rights") {
		rights = append(rights, domain.Privilege(right))
	}
	return rights
}

// Show is GET /users/:id.
func (h *Users) Show(c echo.Context) error {
	u, err := h.user(c)
	if err != nil {
		return err
	}
	return h.show(c, http.StatusOK, u, u.User, nil)
}

func (h *Users) user(c echo.Context) (domain.UserRow, error) {
	id, err := pathID[domain.UserID](c, "id")
	if err != nil {
		return domain.UserRow{}, err
	}
	return h.store.ManagedUser(c.Request().Context(), viewer(c), id)
}

// show is the page of a user with the role and rights that are typed, or why the viewer may not change that user.
func (h *Users) show(c echo.Context, status int, u domain.UserRow, typed domain.User, errs views.Errors) error {
	v := viewer(c)
	form := views.UserForm{ID: u.ID, Name: u.Name, Email: u.Email, Role: typed.Role, Rights: typed.Rights, Active: u.Active,
		Self: u.ID == v.User.ID, Errors: errs}
	if err := domain.CheckGrant(v, u.User, u.User); err != nil {
		form.Locked = problemOf(statusOf(err), err).Text
	}
	form.Roles, form.Available = domain.Grantable(v, u.User)
	p := page(c, u.Name, usersPath, views.Crumb{Label: "Users", URL: usersPath})
	p.Invalid = len(errs) > 0
	return render(c, status, views.UserPage(p, form))
}

// Role is POST /users/:id.
func (h *Users) Role(c echo.Context) error {
	u, err := h.user(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	typed := domain.User{Role: domain.Role(f.text("role")), Rights: rightsOf(f)}
	if err = f.err(); err == nil {
		err = h.store.ChangeRole(c.Request().Context(), viewer(c), u.ID, typed.Role, typed.Rights)
	}
	return h.changed(c, u, typed, f, err, "The role of "+u.Name+" is changed.")
}

// Active is POST /users/:id/active.
func (h *Users) Active(c echo.Context) error {
	u, err := h.user(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	active, text := f.text("active") == domain.Yes, u.Name+" cannot sign in any more."
	if active {
		text = u.Name + " can sign in again."
	}
	err = h.store.SetActive(c.Request().Context(), viewer(c), u.ID, active)
	return h.changed(c, u, u.User, f, err, text)
}

// Password is POST /users/:id/password.
func (h *Users) Password(c echo.Context) error {
	u, err := h.user(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	password := f.raw("password")
	if message := domain.PasswordProblem(password); message != "" {
		f.fail("password", message)
	}
	if err = f.err(); err == nil {
		err = h.store.SetUserPassword(c.Request().Context(), viewer(c), u.ID, password)
	}
	return h.changed(c, u, u.User, f, err, u.Name+" has a new password.")
}

// changed answers a change of a user. Who changed themselves was signed out by it.
func (h *Users) changed(c echo.Context, u domain.UserRow, typed domain.User, f *form, err error, text string) error {
	if err == nil && u.ID == viewer(c).User.ID {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	if err == nil {
		return done(c, text, usersPath+"/"+idText(u.ID))
	}
	errs, ok := f.merged(err)
	if !ok {
		return err
	}
	return h.show(c, http.StatusUnprocessableEntity, u, typed, errs)
}

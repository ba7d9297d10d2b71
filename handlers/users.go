package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

const usersPath = "/users"

// userStore keeps the users of the viewer's account. Any change of a user ends their sessions. DoWithLink is Do for a change that makes a
// one-time link; its token is "" for a form that was sent before.
type userStore interface {
	changer
	Users(ctx context.Context, v domain.Viewer, q pages.ListQuery) ([]domain.UserRow, int, error)
	ManagedUser(ctx context.Context, v domain.Viewer, id domain.UserID) (domain.UserRow, error)
	DoWithLink(ctx context.Context, v domain.Viewer, c domain.Change) (done domain.Done, token string, err error)
}

// withLink is a store whose changes make a one-time link, and keeps the token of the last.
type withLink struct {
	userStore
	token string
}

func (s *withLink) Do(ctx context.Context, v domain.Viewer, c domain.Change) (made domain.Done, err error) {
	made, s.token, err = s.DoWithLink(ctx, v, c)
	return made, err
}

// Users are the screens under /users, for those who hold Manage users.
type Users struct {
	store userStore
	links *Links
}

// NewUsers returns the screens over a store.
func NewUsers(store userStore, links *Links) *Users { return &Users{store, links} }

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
	return show(c, views.UsersPage(page(c, "Users", usersPath),
		views.UserList{List: list, Users: users, Self: viewer(c).User.ID, Asks: viewer(c).Account.AskTwoStep, MayAsk: viewer(c).User.Role == domain.Administrator}))
}

// New is GET /users/new; with ?preset=, its rights are ticked.
func (h *Users) New(c echo.Context) error {
	return h.newForm(c, views.UserForm{Role: domain.Operator})
}

func (h *Users) newForm(c echo.Context, form views.UserForm) error {
	form.Roles, form.Available = domain.Grantable(viewer(c), domain.User{})
	tickPreset(c, &form)
	p := pageIn(c, domain.ObjectUser, "New User")
	return show(c, views.NewUserPage(p, form))
}

// tickPreset ticks what the preset has that the address names. Only an operator has rights of their own: who may not make one, has no presets.
func tickPreset(c echo.Context, form *views.UserForm) {
	if !slices.Contains(form.Roles, domain.Operator) {
		return
	}
	form.Presets = domain.PresetsOf(form.Available)
	for _, p := range form.Presets {
		if p.Key == c.QueryParam("preset") {
			form.Role, form.Rights, form.Ticked = domain.Operator, p.Rights, p.Name
		}
	}
}

// Create is POST /users/new.
func (h *Users) Create(c echo.Context) error {
	f := formOf(c)
	u := domain.User{Name: f.text("user_name"), Email: f.text("user_email"), Role: domain.Role(f.text("user_role")), Rights: formPrivileges(f, "user_right")}
	what := domain.Change{Kind: domain.UserAdded, Typed: domain.UserRow{User: u, Active: true}.Values(),
		About: domain.Ref{Of: domain.ObjectUser, ID: domain.NewID, Name: u.Email}}
	store := &withLink{userStore: h.store}
	_, err := change(c, store, what)
	switch {
	case refused(c, err):
		return h.newForm(c, views.UserForm{Name: u.Name, Email: u.Email, Role: u.Role, Rights: u.Rights})
	case err != nil:
		return err
	}
	return h.links.hand(c, handedLink{token: store.token, kind: domain.Invitation, user: u, said: domain.Isolate(u.Name) + " is added.", back: usersPath})
}

// Show is GET /users/:id; with ?preset=, its rights are ticked.
func (h *Users) Show(c echo.Context) error {
	u, seen, err := h.user(c)
	if err != nil {
		return err
	}
	return h.show(c, userEdit{user: u, typed: u.User, seen: seen})
}

// user finds the user whom the address names, and what was seen of them.
func (h *Users) user(c echo.Context) (u domain.UserRow, seen string, err error) {
	id, err := pathID[domain.UserID](c, "id")
	if err != nil {
		return u, "", err
	}
	if seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectUser, ID: int64(id)}); err != nil {
		return u, "", err
	}
	u, err = h.store.ManagedUser(c.Request().Context(), viewer(c), id)
	return u, seen, err
}

// show is the page of a user with the role and rights that are typed, or why the viewer may not change that user.
func (h *Users) show(c echo.Context, e userEdit) error {
	v, u := viewer(c), e.user
	form := views.UserForm{ID: u.ID, Seen: e.seen, Name: u.Name, Email: u.Email, Role: e.typed.Role, Rights: e.typed.Rights,
		Active: u.Active, Invited: u.Invited, TwoStep: u.TwoStep, Self: u.ID == v.User.ID}
	if err := domain.CheckGrant(v, u.User, u.User); err != nil {
		form.Locked = problemOf(statusOf(err), err).Text
	}
	if e.typed.Role != domain.Operator && formOf(c).err() == nil {
		form.Rights = nil // who is no operator has none of their own
	}
	form.Roles, form.Available = domain.Grantable(v, u.User)
	tickPreset(c, &form)
	p := pageIn(c, domain.ObjectUser, u.Name)
	return show(c, views.UserPage(p, form))
}

// userEdit is a change of a part of a user that a form of their page asks for. typed is how they are to be, seen what the page was
// made from that shows them again, and text what to say when it is done.
type userEdit struct {
	user  domain.UserRow
	typed domain.User
	seen  string
	what  domain.Change
	text  string
}

// edit starts a change of the user whom the address names.
func (h *Users) edit(c echo.Context, kind domain.ChangeKind) (userEdit, error) {
	u, seen, err := h.user(c)
	return userEdit{user: u, typed: u.User, seen: seen, what: domain.Change{Kind: kind, Part: true,
		About: domain.Ref{Of: domain.ObjectUser, ID: int64(u.ID), Name: u.Email}}}, err
}

// Role is POST /users/:id.
func (h *Users) Role(c echo.Context) error {
	e, err := h.edit(c, domain.RoleChanged)
	if err != nil {
		return err
	}
	f := formOf(c)
	e.typed.Role, e.typed.Rights = domain.Role(f.text("user_role")), formPrivileges(f, "user_right")
	e.what.Typed, e.what.Without = ticked(domain.FieldUserRight, e.typed.Rights)
	e.what.Typed = append(e.what.Typed, domain.KeyedValue{Key: domain.Key{Field: domain.FieldUserRole}, Value: string(e.typed.Role)})
	e.text = "The role of " + domain.Isolate(e.user.Name) + " is changed."
	return h.make(c, e)
}

// Active is POST /users/:id/active. The button says what its reader saw.
func (h *Users) Active(c echo.Context) error {
	active, kind := formOf(c).text("user_active") == domain.Yes, domain.UserDeactivated
	if active {
		kind = domain.UserActivated
	}
	e, err := h.edit(c, kind)
	if err != nil {
		return err
	}
	e.text = domain.Isolate(e.user.Name) + " cannot sign in any more."
	if active {
		e.text = domain.Isolate(e.user.Name) + " can sign in again."
	}
	e.what.Edits = []domain.Edit{switched(domain.FieldUserActive, active)}
	return h.make(c, e)
}

// Link is POST /users/:id/link.
func (h *Users) Link(c echo.Context) error {
	e, err := h.edit(c, domain.LinkMade)
	if err != nil {
		return err
	}
	store := &withLink{userStore: h.store}
	_, err = change(c, store, e.what)
	switch {
	case refused(c, err):
		return h.show(c, e)
	case err != nil:
		return err
	}
	said := "A link for a new password is made."
	if e.user.Invited {
		said = "The invitation is made anew."
	}
	return h.links.hand(c, handedLink{token: store.token, kind: e.user.LinkFor(), user: e.user.User, said: said, back: usersPath + "/" + idText(e.user.ID)})
}

// ResetTwoStep is POST /users/:id/two-step, for somebody who lost their phone.
func (h *Users) ResetTwoStep(c echo.Context) error {
	e, err := h.edit(c, domain.TwoStepReset)
	if err != nil {
		return err
	}
	e.what = domain.ResetOfTwoStep(e.user.User)
	made, err := change(c, h.store, e.what)
	if err == nil && made.ID != 0 {
		h.links.tell(e.user.User, "Two-step sign-in was turned off for you", domain.Isolate(viewer(c).User.Name)+" of "+domain.Isolate(viewer(c).Account.Name)+
			" turned off your two-step sign-in for Tiersync: your password alone lets you in. If you did not ask for it, tell them.")
	}
	return ended(c, made, err, "Two-step sign-in of "+domain.Isolate(e.user.Name)+" is turned off. Their password alone lets them in.", usersPath+"/"+idText(e.user.ID),
		func() error { return h.show(c, e) })
}

// AskTwoStep is POST /users/two-step. The button says what its reader saw.
func (h *Users) AskTwoStep(c echo.Context) error {
	ask := formOf(c).text("ask_two_step") == domain.Yes
	what := domain.Change{Kind: domain.TwoStepAsked, About: ownSettings(viewer(c)), Part: true,
		Edits: []domain.Edit{switched(domain.FieldAskTwoStep, ask)}}
	text := "Two-step sign-in is not asked of all any more."
	if ask {
		text = "Two-step sign-in is asked of all: who has none is led to turn it on before anything else."
	}
	return save(c, h.store, what, text, usersPath, nil)
}

// make makes a change of a user and goes back to their page. Who changed themselves was signed out by it.
func (h *Users) make(c echo.Context, e userEdit) error {
	made, err := change(c, h.store, e.what)
	if err == nil && e.user.ID == viewer(c).User.ID && made.ID != 0 {
		return lead(c, "/login")
	}
	return ended(c, made, err, e.text, usersPath+"/"+idText(e.user.ID), func() error { return h.show(c, e) })
}

package domain

// UserRow is a user as the list of an account's users shows them. One who is not Active cannot sign in; one who is Invited has no
// password yet, with which they could.
type UserRow struct {
	User
	Active  bool
	Invited bool
}

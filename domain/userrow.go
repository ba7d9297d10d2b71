package domain

// UserRow is a user as the list of an account's users shows them. One who is not Active cannot sign in.
type UserRow struct {
	User
	Active bool
}

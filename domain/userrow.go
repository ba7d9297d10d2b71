package domain

// UserRow is a user as the list of an account's users shows him. One who is not Active cannot sign in.
type UserRow struct {
	User
	Active bool
}

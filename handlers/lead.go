package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// LongestAddress is how many bytes an address has at most that an answer leads to. With what else is in the answer's head it fits into the 32 KB
// that a proxy has for one (docs/deploy.md); the program takes as much of a request.
const LongestAddress = 24 << 10

// lead answers 303 See Other. In place of a longer address than LongestAddress it is that of its page, without the query.
func lead(c echo.Context, address string) error {
	if len(address) > LongestAddress {
		address, _, _ = strings.Cut(address, "?")
	}
	return c.Redirect(http.StatusSeeOther, address)
}

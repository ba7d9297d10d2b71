package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// lookOf reads what an address looks for first in a run, ?look=, which the links of the list carry on; "" where it is none of the table.
func lookOf(c echo.Context, list *views.List) domain.Look {
	info, known := domain.Look(c.QueryParam("look")).Info()
	if !known {
		noChoiceAt(c, "look", views.InAddress)
		return ""
	}
	list.Extra.Set("look", string(info.Look))
	return info.Look
}

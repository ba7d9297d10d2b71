package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Counts is GET .../synchronize/counts: what the open dialog shows for other choices, as parts that take the place of those with the
// same ids.
func (h *Synchronize) Counts(c echo.Context) error {
	request, err := dialogRequest(c)
	if err != nil {
		return err
	}
	form := fromAddress(c)
	request.Options = form.Ticked
	request.Reach, request.Policy = domain.Reach(c.QueryParam("reach")), domain.Policy(c.QueryParam("policy"))
	if form.Dialog, err = h.store.CountDialog(c.Request().Context(), viewer(c), request); err != nil {
		return err
	}
	form.Dialog.Key = textOrNone(c.QueryParam("key"))
	return render(c, http.StatusOK, views.DialogCounts(form.For(viewer(c))))
}

// fromAddress is what an address fills in of a dialog: boxes, reach, policy and what was confirmed, as far as there are such. Nothing else is ticked.
func fromAddress(c echo.Context) views.SynchronizeForm {
	values := c.QueryParams()
	form := views.SynchronizeForm{Ticked: knownOptions(values["opt"]), Anyway: domain.ParseAnyway(values.Get("anyway"))}
	form.Reach, _ = domain.ParseReach(values.Get("reach"), c.Param("sub") != "")
	form.Policy, _ = domain.ParsePolicy(values.Get("policy"))
	return form
}

// mayCount reports whether a dialog whose boxes and choices were read so can be counted again: that nothing is ticked does not matter.
func mayCount(err error) bool {
	_, refused := invalid(err)
	return err == nil || refused && !errors.Is(err, domain.ErrUnknownOption)
}

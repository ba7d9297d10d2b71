package handlers

import (
	"errors"
	"net/url"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// dialogRequest reads which dialog the path names: /products/plans/:plan or /products/plans/:plan/subscriptions/:sub.
func dialogRequest(c echo.Context) (domain.DialogRequest, error) {
	plan, err := pathID[domain.PlanID](c, "plan")
	if err != nil || c.Param("sub") == "" {
		return domain.DialogRequest{Plan: plan}, err
	}
	subscription, err := pathID[domain.SubscriptionID](c, "sub")
	return domain.DialogRequest{Plan: plan, Subscription: subscription}, err
}

// runRequest reads the dialog, filled in, from the form or from a preview's query. Where something is wrong with it the
// request holds what can be kept, and the error says what is wrong.
func runRequest(c echo.Context, values url.Values) (domain.RunRequest, error) {
	dialog, err := dialogRequest(c)
	if err != nil {
		return domain.RunRequest{}, err
	}
	request := domain.RunRequest{Plan: dialog.Plan, Subscription: dialog.Subscription,
		Key: textOrNone(values.Get("key")), PreviewDigest: textOrNone(values.Get("digest"))}
	request.Anyway = domain.ParseAnyway(values.Get("anyway"))
	var optionErr, reachErr, policyErr error
	request.Options, optionErr = domain.ParseOptions(values["opt"])
	request.Reach, reachErr = domain.ParseReach(values.Get("reach"), dialog.Subscription != 0)
	request.Policy, policyErr = domain.ParsePolicy(values.Get("policy"))
	if optionErr != nil {
		request.Options = knownOptions(values["opt"])
	}
	return request, mergeInvalid(optionErr, reachErr, policyErr)
}

// textOrNone is a text that PostgreSQL can compare with; what is not text equals nothing there.
func textOrNone(text string) string {
	if !isText(text) {
		return ""
	}
	return text
}

// knownOptions are the check boxes among the values of a refused form.
func knownOptions(values []string) domain.OptionSet {
	known, kept := domain.AllOptions(), domain.OptionSet{}
	for _, value := range values {
		if known[domain.OptionKey(value)] {
			kept[domain.OptionKey(value)] = true
		}
	}
	return kept
}

// mergeInvalid makes one error of several KindInvalid ones, with the fields of all; nil when there is none.
func mergeInvalid(errs ...error) error {
	var fields []domain.FieldError
	message := ""
	for _, err := range errs {
		var e *domain.Error
		if errors.As(err, &e) {
			fields = append(fields, e.Fields...)
			message = e.Message
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return &domain.Error{Kind: domain.KindInvalid, Message: message, Fields: fields, Err: errors.Join(errs...)}
}

// dialogOf is the dialog that a request came from.
func dialogOf(r domain.RunRequest) domain.DialogRequest {
	return domain.DialogRequest{Plan: r.Plan, Subscription: r.Subscription}
}

// filledIn is the dialog with what was chosen.
func filledIn(r domain.RunRequest) views.SynchronizeForm {
	return views.SynchronizeForm{Ticked: r.Options, Reach: r.Reach, Policy: r.Policy, Anyway: r.Anyway}
}

// previewValues are the choices of a dialog as the query of a preview's address, so that its pages and filters are links.
func previewValues(r domain.RunRequest) url.Values { return views.PreviewValues(r) }

// previewPath is the preview of a dialog.
func previewPath(r domain.RunRequest) string {
	return views.SynchronizeURL(r.Plan, r.Subscription) + "/preview"
}

// previewURL is previewPath with the choices.
func previewURL(r domain.RunRequest) string { return previewPath(r) + "?" + previewValues(r).Encode() }

// planCrumbs lead from the service plans to the dialog.
func planCrumbs(plan domain.PlanID, name string, subscription domain.SubscriptionID, reseller string) []views.Crumb {
	url := views.PlanURL(plan)
	crumbs := []views.Crumb{{Label: "Service Plans", URL: plansPath}, {Label: name, URL: url}}
	if subscription != 0 {
		url += "/subscriptions"
		crumbs = append(crumbs, views.Crumb{Label: "Subscriptions", URL: url},
			views.Crumb{Label: reseller, URL: url + "/" + idText(subscription)})
	}
	return crumbs
}

package handlers

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file is how a reseller sets values of his own over a delivered plan. A field that he leaves as it is does not become
// his own; the box "Use delivered" gives a value back.

// overrideFees sets or resets the own fees of a period.
func (h *PlanEdit) overrideFees(c echo.Context, args views.PlanPage, period domain.Period, f *form) error {
	var fees domain.Fees
	for i := range fees {
		if key := strconv.Itoa(i); !f.has("reset-" + key) {
			fees[i] = formPrice(f, "price-"+key, args.Currency.Exponent())
		}
	}
	if err := f.err(); err != nil {
		return err
	}
	return h.override(c, args, "set own fees", func(e *domain.PlanEdit) error {
		for i, fee := range fees {
			key := domain.FeeKey(args.Plan.ID, period.ID, domain.Fee(i))
			if f.has("reset-" + strconv.Itoa(i)) {
				e.Reset(key)
			} else {
				e.Set(key, fee.String())
			}
		}
		return nil
	})
}

// overrideRate sets or resets the own prices and the own included amount of a rate.
func (h *PlanEdit) overrideRate(c echo.Context, args views.PlanPage, rate domain.Rate, f *form) error {
	prices := map[domain.Key]string{}
	var resets []domain.Key
	for _, row := range rate.Prices {
		for i := range row.Prices {
			name, key := rowKey(row)+"-"+strconv.Itoa(i), domain.PriceKey(args.Plan.ID, rate.Resource, row, domain.RatePrice(i))
			if f.has("reset-" + name) {
				resets = append(resets, key)
			} else {
				prices[key] = formPrice(f, "price-"+name, domain.RateDecimals).String()
			}
		}
	}
	included := domain.Key{Field: domain.FieldIncluded, Plan: args.Plan.ID, Resource: rate.Resource}
	if f.has("reset-included") {
		resets = append(resets, included)
	} else {
		prices[included] = idText(formLimit(f, "included"))
	}
	if err := f.err(); err != nil {
		return err
	}
	return h.override(c, args, "set own resource prices", func(e *domain.PlanEdit) error {
		for key, value := range prices {
			e.Set(key, value)
		}
		for _, key := range resets {
			e.Reset(key)
		}
		return nil
	})
}

// overrideTexts sets or resets the own descriptions of a plan.
func (h *PlanEdit) overrideTexts(c echo.Context, args views.PlanPage, f *form) error {
	texts := map[domain.Field]string{domain.FieldShort: "short", domain.FieldLong: "long"}
	for _, name := range texts {
		checkText(f, name)
	}
	if err := f.err(); err != nil {
		return err
	}
	return h.override(c, args, "set own descriptions", func(e *domain.PlanEdit) error {
		for field, name := range texts {
			if f.has("reset-" + name) {
				e.Reset(domain.Key{Field: field})
			} else {
				e.Set(domain.Key{Field: field}, f.text(name))
			}
		}
		return nil
	})
}

// descriptionLimit is how many characters a description may have.
const descriptionLimit = 4000

func checkText(f *form, name string) {
	if problem := domain.LengthProblem(f.text(name), descriptionLimit); problem != "" {
		f.fail(name, problem)
	}
}

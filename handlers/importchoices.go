package handlers

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file is what somebody decides about a price list before it is saved.

// decide takes over what was decided on a page: of what it showed, and of nothing else.
func decide(f *form, choices *domain.ImportChoices) {
	shown, sure := f.all(views.ShownJump), f.all(views.SureField)
	choices.Sure = append(slices.DeleteFunc(choices.Sure, func(key string) bool { return slices.Contains(shown, key) }), sure...)
	choices.Makes = slices.DeleteFunc(choices.Makes, func(line int) bool { return slices.Contains(f.all(views.ShownMake), strconv.Itoa(line)) })
	for _, text := range f.all(views.MakeField) {
		if line, err := strconv.Atoi(text); err == nil {
			choices.Makes = append(choices.Makes, line)
		}
	}
	if f.has("pattern") {
		choices.Pattern = plainID[domain.PlanID](f.text("pattern"))
	}
	for name := range f.values {
		if key, plan, is := views.GoneName(name); is {
			choose(choices, key, plan, domain.GoneChoice(f.text(name)))
		}
	}
}

// choose keeps what becomes of a price, or of a plan, that is gone.
func choose(choices *domain.ImportChoices, key string, plan domain.PlanID, choice domain.GoneChoice) {
	if choices.Prices == nil {
		choices.Prices = map[string]domain.GoneChoice{}
	}
	if choices.Plans == nil {
		choices.Plans = map[domain.PlanID]domain.GoneChoice{}
	}
	known := choice == domain.GoneNotSet || choice == domain.GoneWithdrawn && plan != 0
	switch {
	case plan != 0 && known:
		choices.Plans[plan] = choice
	case plan != 0:
		delete(choices.Plans, plan)
	case known:
		choices.Prices[key] = choice
	default:
		delete(choices.Prices, key)
	}
}

// decideAll decides the same of all that jumps, or of all that is unknown: what the page shows.
func (h *Imports) decideAll(c echo.Context, file *domain.SentFile, yes bool) error {
	list, err := priceListOf(c, h.store)
	if err != nil {
		return err
	}
	i, err := h.importing(c, *file, list)
	if err != nil {
		return err
	}
	choices := &file.Choices
	if c.QueryParam("state") == views.ImportUnknown {
		choices.Makes = nil
		for _, product := range i.out.Unknown {
			if yes {
				choices.Makes = append(choices.Makes, product.Lines[0].Number)
			}
		}
		return nil
	}
	choices.Sure = nil
	if i.seen = formOf(c).raw("seen"); yes {
		err = h.look(c, &i)
	}
	for _, jump := range i.jumps {
		choices.Sure = append(choices.Sure, jump.Key.Text())
	}
	return err
}

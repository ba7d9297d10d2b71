package views

import (
	"bytes"
	"context"
	"io"

	"github.com/a-h/templ"

	"tiersync/domain"
)

// fieldLabels are the labels of the fields on a screen, by their ids. The summary of errors stands above the fields whose
// labels it says: it asks for them, and the screen is rendered again once they are known.
type fieldLabels struct {
	of    map[string]string
	asked bool
}

type fieldLabelsKey struct{}

// screen renders its children, the part of a page that a screen has to itself.
func screen() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		labels := &fieldLabels{of: map[string]string{}}
		children := templ.GetChildren(ctx)
		ctx = context.WithValue(templ.ClearChildren(ctx), fieldLabelsKey{}, labels)
		var once bytes.Buffer
		if err := children.Render(ctx, &once); err != nil {
			return err
		}
		if labels.asked {
			return children.Render(ctx, w)
		}
		_, err := once.WriteTo(w)
		return err
	})
}

// setLabel says that the screen has a field with this id and what it is called; "" where the messages say it themselves.
func setLabel(ctx context.Context, id, label string) {
	if labels, ok := ctx.Value(fieldLabelsKey{}).(*fieldLabels); ok && id != "" {
		labels.of[id] = label
	}
}

// summaryLine is a message as the summary says it, with the label of its field in front, and the address of the field, ""
// where the screen has no such field.
func summaryLine(ctx context.Context, e domain.FieldError) (text, url string) {
	labels, ok := ctx.Value(fieldLabelsKey{}).(*fieldLabels)
	if !ok {
		return e.Message, "#" + e.Field
	}
	labels.asked = true
	switch label, there := labels.of[e.Field]; {
	case !there:
		return e.Message, ""
	case label == "":
		return e.Message, "#" + e.Field
	default:
		return label + ": " + e.Message, "#" + e.Field
	}
}

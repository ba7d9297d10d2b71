package views

import (
	"bytes"
	"context"
	"io"

	"github.com/a-h/templ"

	"tiersync/domain"
)

// posted is what the parts of a screen know of the form on it: what is wrong with it, if it was refused, and the labels of its fields, by
// their ids. The summary of errors stands above the fields whose labels it says: it asks for them, and the screen is rendered again
// once they are known.
type posted struct {
	errs   Errors
	once   string // Page.Once
	sender string // whose page it is; "" nobody's
	page   string // Page.Address
	labels map[string]string
	asked  bool
}

type postedKey struct{}

// screen renders its children, a page.
func screen(p Page) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		form := &posted{errs: p.Errors, once: p.Once, page: p.Address, labels: map[string]string{}}
		if p.Viewer != nil {
			form.sender = idText(p.Viewer.User.ID)
		}
		children := templ.GetChildren(ctx)
		ctx = context.WithValue(templ.ClearChildren(ctx), postedKey{}, form)
		var once bytes.Buffer
		if err := children.Render(ctx, &once); err != nil {
			return err
		}
		if form.asked {
			return children.Render(ctx, w)
		}
		_, err := once.WriteTo(w)
		return err
	})
}

// onScreen is the form of the screen that is rendered; outside of one, a form with which nothing is wrong.
func onScreen(ctx context.Context) *posted {
	if form, ok := ctx.Value(postedKey{}).(*posted); ok {
		return form
	}
	return &posted{labels: map[string]string{}}
}

// refused reports whether the screen shows a form again, with what is wrong with it.
func refused(ctx context.Context) bool { return len(onScreen(ctx).errs) > 0 }

// problemOf is what is wrong with the field of this name, "" for nothing.
func problemOf(ctx context.Context, name string) string { return onScreen(ctx).errs.For(name) }

// setLabel says that the screen has a field with this id and what it is called; "" where the messages say it themselves.
func setLabel(ctx context.Context, id, label string) {
	if id != "" {
		onScreen(ctx).labels[id] = label
	}
}

// summaryLine is a message as the summary says it, with the label of its field in front, and the address of the field, ""
// where the screen has no such field.
func (p *posted) summaryLine(e domain.FieldError) (text, url string) {
	p.asked = true
	switch label, there := p.labels[e.Field]; {
	case !there:
		return e.Message, ""
	case label == "":
		return e.Message, "#" + e.Field
	default:
		return label + ": " + e.Message, "#" + e.Field
	}
}

package handlers

import (
	"cmp"
	"context"
	"maps"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
	"tiersync/views"
	"tiersync/views/pages"
)

// exportedAudit is how many lines of the audit an export reads at once, of each no more than the first few hundred values.
const exportedAudit = 200

// Export is GET /audit.csv and .xlsx: what the filters leave, a line for each value. It is written as it is read, because an account's audit
// is years long.
func (h *Audit) Export(c echo.Context) error {
	asked, err := readAudit(c)
	return h.export(c, asked, err, "audit", "Audit")
}

// ExportOwn is GET /changes.csv and .xlsx: of what the viewer changed themselves.
func (h *Audit) ExportOwn(c echo.Context) error {
	asked, err := readAudit(c)
	asked.query.User, asked.query.By = viewer(c).User.ID, ""
	return h.export(c, asked, err, "my-changes", "My Changes")
}

// export writes what is asked for, unless it could not be read.
func (h *Audit) export(c echo.Context, asked auditRequest, err error, file, name string) error {
	if err == nil {
		err = formOf(c).err()
	}
	if err != nil {
		return err
	}
	query := asked.query
	query.Limit = exportedAudit
	// Read before the first byte goes out, so that a failure is a page that says so.
	audit, err := h.store.Audit(c.Request().Context(), viewer(c), query)
	if err != nil {
		return err
	}
	e := auditExport{store: h.store, ctx: Waiting(c), viewer: viewer(c), query: query, audit: audit}
	return export(c, file, tablefile.Table{Name: name, Columns: []string{"When", "Who", "Action", "Kind", "Object Type", "Object ID", "Object", "Plan ID",
		"Part", "Period ID", "Resource ID", "From", "Field", "Value", "Before", "After", "Currency", "Own Value", "Change ID", "Synchronization ID", "What It Did"}, Rows: walked(e.walk)})
}

// auditExport is an export of the audit under way.
type auditExport struct {
	store  auditStore
	ctx    context.Context
	viewer domain.Viewer
	query  pages.AuditQuery
	audit  pages.Audit // what was read last
	row    rowFunc
}

// walk hands out what was read and what comes after it.
func (e auditExport) walk(row rowFunc) error {
	e.row = row
	for {
		then, err := e.plansThen()
		if err != nil {
			return err
		}
		for _, row := range e.audit.Rows {
			names := e.audit.Names
			if renamed := then[row.ID]; renamed != nil {
				names.Plans = maps.Clone(names.Plans)
				maps.Copy(names.Plans, renamed)
			}
			if err := e.line(row, names); err != nil {
				return err
			}
		}
		if e.audit.Next == (pages.AuditPlace{}) {
			return nil
		}
		e.query.After = e.audit.Next
		if e.audit, err = e.store.Audit(e.ctx, e.viewer, e.query); err != nil {
			return err
		}
	}
}

// plansThen are the names that plans had then, of the changes of a whole catalog: a plan's own change says its name.
func (e auditExport) plansThen() (map[domain.ChangeID]map[domain.PlanID]string, error) {
	var ids []domain.ChangeID
	for _, row := range e.audit.Rows {
		if row.Mine && row.About.Of == domain.ObjectCatalog {
			ids = append(ids, row.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return e.store.PlansThen(e.ctx, e.viewer, ids)
}

// line hands out the rows of one line of the audit. What it has of further values is read some hundreds at a time.
func (e auditExport) line(row pages.LogRow, n domain.Names) (err error) {
	next := 0
	if row.More > 0 {
		next = pages.Told(row.Edits)
	}
	for {
		if err = e.values(row, n); err != nil || next == 0 {
			return err
		}
		if row.Edits, next, err = e.store.EditsOf(e.ctx, e.viewer, row.ID, next); err != nil {
			return err
		}
		n.NamesIn(row.About, row.Edits)
	}
}

// values hands out the rows of one line of the audit: one for each value, or one where no values are known.
func (e auditExport) values(row pages.LogRow, n domain.Names) error {
	currency := e.viewer.Account.Currency
	texts := views.DescribeEdits(row.Edits, n.For(row.About, row.Edits), currency)
	if len(texts) == 0 {
		texts = []views.EditText{{}}
	}
	did := views.RowDid(row, n, e.viewer)
	for _, t := range texts {
		if t.Edit.Key != (domain.Key{}) && row.About.Of == domain.ObjectPlan {
			t.Group = cmp.Or(row.About.Name, t.Group)
		}
		if err := e.row(auditCells(row, t, did, currency)...); err != nil {
			return err
		}
	}
	return nil
}

// auditCells are one value of a line of the audit.
func auditCells(row pages.LogRow, t views.EditText, did string, currency domain.Currency) []tablefile.Cell {
	k, object, own := t.Edit.Key, tablefile.ID(row.About.ID), tablefile.Cell{}
	if row.About.Code != "" {
		object = tablefile.Text(row.About.Code)
	}
	if t.Own {
		own = tablefile.YesNo(true)
	}
	var change, run tablefile.Cell
	if row.Kind != "" && row.Mine {
		change = tablefile.ID(row.ID)
	}
	if row.MineRun {
		run = tablefile.ID(row.Run)
	}
	cells := []tablefile.Cell{tablefile.Moment(row.At), tablefile.Text(views.Who(row)), tablefile.Text(views.RowTitle(row)),
		tablefile.Text(row.Kind), tablefile.Text(row.About.Of), object, tablefile.Text(row.About.Name)}
	return append(append(cells, placeCells(k, t.Group)...), tablefile.Text(k.Field), tablefile.Text(t.Subject.String()), bare(k, t.Before(), t.Edit.From.Text, currency),
		bare(k, t.After(), t.Edit.To.Text, currency), currencyOf(k, currency), own, change, run, tablefile.Text(did))
}

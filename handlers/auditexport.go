package handlers

import (
	"cmp"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// exportedAudit is how many lines of the audit an export reads at once, of each no more than the first few hundred values.
const exportedAudit = 200

// Export is GET /audit.csv: what the filters leave, a line for each value. It is written as it is read, because an account's audit is
// years long.
func (h *Audit) Export(c echo.Context) error {
	asked, err := readAudit(c)
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
	file := beginExport(c, "audit", "When", "Who", "Action", "Object", "Part", "Value", "Before", "After", "Own value", "Change", "Synchronization")
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return file.end(h.exportRows(file, viewer(c), query, audit))
}

// exportRows writes what was read and what comes after it.
func (h *Audit) exportRows(file exportFile, v domain.Viewer, query pages.AuditQuery, audit pages.Audit) error {
	for {
		for _, row := range audit.Rows {
			if err := h.exportRow(file, v, row, audit.Names); err != nil {
				return err
			}
		}
		if audit.Next == (pages.AuditPlace{}) {
			return nil
		}
		query.After = audit.Next
		var err error
		if audit, err = h.store.Audit(file.ctx, v, query); err != nil {
			return err
		}
	}
}

// exportRow writes the lines of one line of the audit, with plans as they were called then. What it has of further values is read some
// hundreds at a time.
func (h *Audit) exportRow(file exportFile, v domain.Viewer, row pages.LogRow, n domain.Names) (err error) {
	if row.Mine && row.About.Of == domain.ObjectCatalog { // a plan's own change says its name
		if n, err = h.store.NamesThen(file.ctx, v, row.ChangeRecord); err != nil {
			return err
		}
	}
	next := 0
	if row.More > 0 {
		next = pages.Told(row.Edits)
	}
	for {
		if err = file.write(auditLines(row, n, v.Account.Currency)...); err != nil || next == 0 {
			return err
		}
		if row.Edits, next, err = h.store.EditsOf(file.ctx, v, row.ID, next); err != nil {
			return err
		}
		n.NamesIn(row.About, row.Edits)
	}
}

// auditLines are the lines of one line of the audit: one for each value, or one where no values are known.
func auditLines(row pages.LogRow, n domain.Names, currency domain.Currency) [][]string {
	change, run := "", ""
	if row.Kind != "" && row.Mine {
		change = idText(row.ID)
	}
	if row.Run != 0 && row.MineRun {
		run = idText(row.Run)
	}
	line := func(t views.EditText, own string) []string {
		cells := []string{row.At.Format(time.RFC3339), views.Who(row), views.RowTitle(row), row.About.Name, t.Group, t.Subject, t.Before(), t.After(),
			own, change, run}
		for i := range cells {
			cells[i] = formulaSafe(cells[i])
		}
		return cells
	}
	texts := views.DescribeEdits(row.Edits, n, currency)
	if len(texts) == 0 {
		return [][]string{line(views.EditText{}, "")}
	}
	var lines [][]string
	for _, t := range texts {
		own := ""
		if row.About.Of == domain.ObjectPlan {
			t.Group = cmp.Or(row.About.Name, t.Group)
		}
		if t.Own {
			own = domain.Yes
		}
		lines = append(lines, line(t, own))
	}
	return lines
}

package handlers

import (
	"cmp"
	"maps"
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
	file := beginExport(c, "audit", "When", "Who", "Action", "Object", "Part", "Value", "Before", "After", "Own value", "Change", "Synchronization")
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return file.end(h.exportRows(file, viewer(c), query, audit))
}

// exportRows writes what was read and what comes after it.
func (h *Audit) exportRows(file exportFile, v domain.Viewer, query pages.AuditQuery, audit pages.Audit) error {
	for {
		then, err := h.plansThen(file, v, audit.Rows)
		if err != nil {
			return err
		}
		for _, row := range audit.Rows {
			names := audit.Names
			if renamed := then[row.ID]; renamed != nil {
				names.Plans = maps.Clone(names.Plans)
				maps.Copy(names.Plans, renamed)
			}
			if err := h.exportRow(file, v, row, names); err != nil {
				return err
			}
		}
		if audit.Next == (pages.AuditPlace{}) {
			return nil
		}
		query.After = audit.Next
		if audit, err = h.store.Audit(file.ctx, v, query); err != nil {
			return err
		}
	}
}

// plansThen are the names that plans had then, of the changes of a whole catalog: a plan's own change says its name.
func (h *Audit) plansThen(file exportFile, v domain.Viewer, rows []pages.LogRow) (map[domain.ChangeID]map[domain.PlanID]string, error) {
	var ids []domain.ChangeID
	for _, row := range rows {
		if row.Mine && row.About.Of == domain.ObjectCatalog {
			ids = append(ids, row.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return h.store.PlansThen(file.ctx, v, ids)
}

// exportRow writes the lines of one line of the audit. What it has of further values is read some hundreds at a time.
func (h *Audit) exportRow(file exportFile, v domain.Viewer, row pages.LogRow, n domain.Names) (err error) {
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
	texts := views.DescribeEdits(row.Edits, n.For(row.About, row.Edits), currency)
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

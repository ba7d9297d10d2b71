package handlers

import (
	"encoding/csv"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// exportedAudit is how many lines of the audit an export reads at once.
const exportedAudit = 500

// Export is GET /audit.csv: what the filters leave, a line for each value. It is written as it is read, because an account's audit is
// years long.
func (h *Audit) Export(c echo.Context) error {
	_, query, err := auditState(c)
	if err != nil {
		return err
	}
	query.Limit = exportedAudit
	// Read before the first byte goes out, so that a failure is a page that says so.
	audit, err := h.store.Audit(c.Request().Context(), viewer(c), query)
	if err != nil {
		return err
	}
	beginExport(c, "audit")
	if c.Request().Method == http.MethodHead {
		return nil
	}
	w := csv.NewWriter(c.Response())
	if err := w.Write([]string{"When", "Who", "Action", "Object", "Part", "Value", "Before", "After", "Own value", "Change", "Synchronization"}); err != nil {
		return err
	}
	for {
		for _, row := range audit.Rows {
			if err := w.WriteAll(auditLines(row, audit.Names, viewer(c).Account.Currency)); err != nil {
				return err
			}
		}
		if audit.Next == (pages.AuditPlace{}) {
			return w.WriteAll([][]string{{exportEnd}})
		}
		query.After = audit.Next
		if audit, err = h.store.Audit(c.Request().Context(), viewer(c), query); err != nil {
			return err
		}
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
		if t.Own {
			own = domain.Yes
		}
		lines = append(lines, line(t, own))
	}
	return lines
}

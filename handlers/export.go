package handlers

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// csvSuffix ends the address and the name of an export.
const csvSuffix = ".csv"

// export is GET /synchronizations/:run.csv: every outcome of a run as a line. It is written as it is read, because a run
// over thousands of resellers has millions of outcomes.
func (h *Runs) export(c echo.Context) error {
	id, err := escapedID[domain.RunID](strings.TrimSuffix(c.Param("run"), csvSuffix))
	if err != nil {
		return err
	}
	// Found before the first byte goes out, so that another account's run is a page that says so.
	run, err := h.store.Run(c.Request().Context(), viewer(c), id, pages.RunQuery{ListQuery: pages.ListQuery{Limit: 1}})
	if err != nil {
		return err
	}
	file := beginExport(c, "synchronization-"+idText(id), "Reseller", "Level", "Vendor", "Result", "Service plan or part", "Value", "Outcome",
		"Before", "After", "Offered", "Reason", "Box", "Exchange rate")
	if c.Request().Method == http.MethodHead {
		return nil
	}
	err = h.store.ExportRun(file.ctx, viewer(c), run.Run.ID, func(r pages.RunReseller, outcomes []domain.Outcome, n domain.Names) error {
		return file.write(exportLines(r, outcomes, n)...)
	})
	return file.end(err)
}

// exportLines are the lines of one reseller: one for each outcome, or one that says why there are none.
func exportLines(r pages.RunReseller, outcomes []domain.Outcome, n domain.Names) [][]string {
	head := func(result string) []string {
		return []string{formulaSafe(r.Name), strconv.Itoa(r.Level), formulaSafe(r.VendorName), result}
	}
	switch {
	case r.Skip != "":
		return [][]string{append(head("Skipped"), "", "", "", "", "", "", formulaSafe(string(r.Skip)), "", "")}
	case len(outcomes) == 0:
		return [][]string{append(head("Unchanged"), "", "", "", "", "", "", "", "", "")}
	}
	result := "Unchanged"
	if r.Changed {
		result = "Changed"
	}
	var lines [][]string
	for _, o := range outcomes {
		t := views.DescribeOutcome(o, n, r.Currency)
		line := head(result)
		for _, cell := range []string{t.Group, t.Subject, t.What, t.Before, t.AfterText(), t.OfferedText(), t.Reason, t.Box, t.Rate} {
			line = append(line, formulaSafe(cell))
		}
		lines = append(lines, line)
	}
	return lines
}

var formula = regexp.MustCompile(`^[\s]*[=+\-@]|^[\t\r\n]`)

// formulaSafe puts an apostrophe before a text that a spreadsheet would run as a formula.
func formulaSafe(text string) string {
	if formula.MatchString(text) {
		return "'" + text
	}
	return text
}

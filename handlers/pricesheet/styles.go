package pricesheet

import (
	"encoding/xml"
	"slices"
	"strconv"
)

// loadStyles reads the formats of cells.
func (w *workbook) loadStyles() error {
	part := w.part("styles.xml")
	if part == nil {
		return nil
	}
	codes := map[string]string{}
	return starts(part, func(path []string, e xml.StartElement) error {
		switch {
		case e.Name.Local == "numFmt" && slices.Contains(path, "numFmts"):
			codes[attribute(e, "numFmtId")] = attribute(e, "formatCode")
		case e.Name.Local == "xf" && slices.Contains(path, "cellXfs"):
			id := attribute(e, "numFmtId")
			code, own := codes[id]
			if !own {
				code = builtIn(id)
			}
			w.styles = append(w.styles, styleOf(code))
		}
		return nil
	})
}

// builtIn is the format of a number that has no code in the file, as far as it matters here. Signs of currencies in it are those of whoever looks.
func builtIn(id string) string {
	n, err := strconv.Atoi(id)
	switch {
	case err != nil:
		return ""
	case n == 1, n == 3, n == 5, n == 6, n == 37, n == 38:
		return "0"
	case n == 2, n == 4, n == 7, n == 8, n == 39, n == 40:
		return "0.00"
	case n == 41, n == 42:
		return `0;-0;"-"`
	case n == 43, n == 44:
		return `0.00;-0.00;"-"`
	case n == 9 || n == 10:
		return "0%"
	case 14 <= n && n <= 22, 27 <= n && n <= 36, 45 <= n && n <= 47, 50 <= n && n <= 58:
		return "yyyy"
	}
	return ""
}

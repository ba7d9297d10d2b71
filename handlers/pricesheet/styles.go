package pricesheet

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// style is what a cell's format shows of a number.
type style struct {
	date    bool
	percent bool
	digits  int    // of a format of zeros alone, such as 0000, which fills up with them
	sign    string // the currency that is shown beside it
}

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

// builtIn is the format of a number that has no code in the file, as far as it matters here.
func builtIn(id string) string {
	n, err := strconv.Atoi(id)
	switch {
	case err != nil:
		return ""
	case n == 9 || n == 10:
		return "0%"
	case 14 <= n && n <= 22, 27 <= n && n <= 36, 45 <= n && n <= 47, 50 <= n && n <= 58:
		return "yyyy"
	}
	return ""
}

// styleOf reads the first section of a format's code, which is that of numbers from zero on.
func styleOf(code string) style {
	var s style
	var bare strings.Builder
	for code != "" {
		first := code[0]
		rest := code[1:]
		switch first {
		case ';':
			rest = ""
		case '\\', '_', '*':
			rest = rest[min(1, len(rest)):]
		case '"':
			literal, behind, _ := strings.Cut(rest, "\"")
			s.showSign(literal)
			rest = behind
		case '[':
			inner, behind, _ := strings.Cut(rest, "]")
			if sign, found := strings.CutPrefix(inner, "$"); found {
				sign, _, _ = strings.Cut(sign, "-")
				s.showSign(sign)
			} else if lower := strings.ToLower(inner); lower != "" && strings.Trim(lower, lower[:1]) == "" && strings.Contains("hms", lower[:1]) {
				s.date = true // hours, minutes or seconds that go beyond a day
			}
			rest = behind
		default:
			bare.WriteByte(first)
		}
		code = rest
	}
	plain := strings.ToLower(bare.String())
	general := strings.Contains(plain, "general") || strings.Contains(plain, "standard")
	s.date = s.date || !general && strings.ContainsAny(plain, "ydhs") || !general && strings.Contains(plain, "m")
	s.percent = strings.Contains(plain, "%")
	if plain != "" && strings.Trim(plain, "0") == "" {
		s.digits = len(plain)
	}
	for _, sign := range []string{"€", "£", "¥", "$"} {
		if strings.Contains(plain, sign) {
			s.showSign(sign)
		}
	}
	return s
}

func (s *style) showSign(text string) {
	if text = strings.TrimSpace(text); len(codesOf(text)) > 0 {
		s.sign = text
	}
}

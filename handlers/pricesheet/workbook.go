package pricesheet

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// workbook is an Excel file (.xlsx, or .xlsm, whose macros nobody runs): its parts, and what is the same for all its sheets.
type workbook struct {
	parts     map[string]*zip.File
	sheets    []sheetPart
	epoch1904 bool
	styles    []style
	strings   []string
}

type sheetPart struct {
	name   string
	part   string
	hidden bool
}

// openWorkbook opens the sheet with a known layout's header, else the first visible one with any. The others are named, so that
// nobody takes them for read.
func openWorkbook(r io.ReaderAt, size int64) (*File, error) {
	parts, err := openZip(r, size)
	if err != nil {
		return nil, err
	}
	w := &workbook{parts: parts}
	for _, load := range []func() error{w.loadSheets, w.loadStyles, w.loadStrings} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	chosen, others, err := w.choose()
	if err != nil {
		return nil, err
	}
	spare := []string{"Excel file, sheet " + quoted(chosen.name)}
	if len(others) > 0 {
		spare = append(spare, "Not read: "+strings.Join(others, ", "))
	}
	return &File{source: &sheetSource{book: w, part: w.parts[chosen.part]}, spare: spare, epoch1904: w.epoch1904}, nil
}

func (w *workbook) choose() (chosen sheetPart, others []string, err error) {
	found, known := -1, false
	var refused error
	for i, sheet := range w.sheets {
		if sheet.hidden || known {
			continue
		}
		header, err := findHeader(&sheetSource{book: w, part: w.parts[sheet.part]})
		if err != nil {
			return chosen, nil, err
		}
		if header.line == 0 {
			refused = cmp.Or(refused, header.refused)
			continue
		}
		if _, known = recogniseLayout(header.names); known || found < 0 {
			found = i
		}
	}
	switch {
	case found < 0 && refused != nil:
		return chosen, nil, refused
	case found < 0:
		return chosen, nil, refuse(0, "has no visible sheet with headings of columns")
	}
	for i, sheet := range w.sheets {
		if i != found {
			others = append(others, "sheet "+quoted(sheet.name))
		}
	}
	return w.sheets[found], others, nil
}

// relations reads which part each relation of a part means, and of what type it is.
func (w *workbook) relations(of string) (targets, types map[string]string, err error) {
	targets, types = map[string]string{}, map[string]string{}
	folder, file := path.Split(of)
	part := w.parts[folder+"_rels/"+file+".rels"]
	if part == nil {
		return targets, types, nil
	}
	err = starts(part, func(_ []string, e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
			return nil
		}
		target := attribute(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", folder, target)
		}
		id := attribute(e, "Id")
		targets[id], types[id] = partName(path.Clean(target)), path.Base(attribute(e, "Type"))
		return nil
	})
	return targets, types, err
}

// maxSheets is how many sheets are looked at.
const maxSheets = 256

func (w *workbook) loadSheets() error {
	main := "xl/workbook.xml"
	targets, types, err := w.relations("")
	if err != nil {
		return err
	}
	for id, kind := range types {
		if kind == "officeDocument" {
			main = targets[id]
		}
	}
	switch {
	case strings.HasSuffix(main, ".bin"):
		return refuse(0, "is a binary Excel file (.xlsb): save it as .xlsx")
	case w.parts[main] == nil:
		return refuse(0, "is a zip file, but no Excel file (.xlsx)")
	}
	if targets, types, err = w.relations(main); err != nil {
		return err
	}
	return starts(w.parts[main], func(_ []string, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			w.epoch1904 = isTrue(attribute(e, "date1904"))
		case "sheet":
			id := relationID(e)
			if types[id] != "worksheet" || w.parts[targets[id]] == nil {
				return nil
			}
			if slices.ContainsFunc(w.sheets, func(s sheetPart) bool { return s.part == targets[id] }) {
				return refuse(0, "has two sheets that are one part: it is damaged")
			}
			if len(w.sheets) == maxSheets {
				return refuse(0, fmt.Sprintf("has more than %d sheets", maxSheets))
			}
			state := attribute(e, "state")
			w.sheets = append(w.sheets, sheetPart{attribute(e, "name"), targets[id], state != "" && state != "visible"})
		}
		return nil
	})
}

// relationID is the id of a sheet's relation, which has a namespace.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

func isTrue(text string) bool { return text == "1" || text == "true" }

// part is the part of a kind that the workbook has once; nil where it has none.
func (w *workbook) part(name string) *zip.File { return w.parts["xl/"+name] }

// Limits of the texts that cells share.
const (
	maxStrings     = 2_000_000
	maxStringBytes = 64 << 20
)

// loadStrings reads the texts that cells share. How they are pronounced is left out.
func (w *workbook) loadStrings() error {
	part := w.part("sharedstrings.xml")
	if part == nil {
		return nil
	}
	x, err := openXML(part)
	if err != nil {
		return err
	}
	defer x.close()
	var text cellText
	total := 0
	for {
		token, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := text.take(token); err != nil {
			return err
		}
		if end, is := token.(xml.EndElement); is && end.Name.Local == "si" {
			w.strings = append(w.strings, text.string())
			total += len(text.buffer)
			text.reset()
			if len(w.strings) > maxStrings || total > maxStringBytes {
				return refuse(0, fmt.Sprintf("has more than %d MB of texts", maxStringBytes>>20))
			}
		}
	}
}

// cellText gathers the pieces of a text: those in t, but not in rPh, which says how it is pronounced.
type cellText struct {
	buffer   []byte
	in       bool
	phonetic int
}

func (c *cellText) reset() { *c = cellText{buffer: c.buffer[:0]} }

func (c *cellText) take(token xml.Token) error {
	switch e := token.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "rPh":
			c.phonetic++
		case "t":
			c.in = c.phonetic == 0
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "rPh":
			c.phonetic--
		case "t":
			c.in = false
		}
	case xml.CharData:
		if c.in {
			c.buffer = append(c.buffer, e...)
		}
		if len(c.buffer) > maxCell {
			return refuse(0, fmt.Sprintf("has a text of more than %d KB in one cell", maxCell>>10))
		}
	}
	return nil
}

// string is the text; Excel writes a carriage return so.
func (c *cellText) string() string { return strings.ReplaceAll(string(c.buffer), "_x000D_", "") }

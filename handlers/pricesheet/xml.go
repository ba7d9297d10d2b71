package pricesheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Limits of the XML of a workbook.
const (
	maxDepth = 64
	maxToken = 1 << 20 // bytes of a tag or of a text
)

// xmlReader hands out the tags and texts of a part. Declarations of types and entities, which no workbook has, are refused:
// nothing outside the part is ever read.
type xmlReader struct {
	part    string
	decoder *xml.Decoder
	budget  *budgetReader
	depth   int
	close   func() error
}

func openXML(part *zip.File) (*xmlReader, error) {
	in, err := openPart(part)
	if err != nil {
		return nil, err
	}
	budget := &budgetReader{r: in}
	decoder := xml.NewDecoder(bufio.NewReaderSize(budget, scanSize))
	decoder.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("written in %s", charset)
	}
	return &xmlReader{part: part.Name, decoder: decoder, budget: budget, close: in.Close}, nil
}

// next returns a start, an end or a text, valid until the next; io.EOF at the end of the part.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		x.budget.left = maxToken
		token, err := x.decoder.Token()
		switch {
		case err == io.EOF:
			return nil, io.EOF
		case errors.Is(err, errBudget):
			return nil, refuse(0, fmt.Sprintf("has a tag or a text of more than %d MB in its part %s", maxToken>>20, x.part))
		case err != nil:
			return nil, refuse(0, "cannot be read at its part "+quoted(x.part)+": is it damaged?")
		}
		switch token.(type) {
		case xml.Directive:
			return nil, refuse(0, "declares types or entities in its part "+quoted(x.part)+", which no Excel file does")
		case xml.StartElement:
			if x.depth++; x.depth > maxDepth {
				return nil, refuse(0, "has tags inside tags without end in its part "+quoted(x.part))
			}
		case xml.EndElement:
			x.depth--
		case xml.CharData:
		default:
			continue
		}
		return token, nil
	}
}

// starts calls use for every tag that begins, with the names of those around it up to the root.
func starts(part *zip.File, use func(path []string, e xml.StartElement) error) error {
	x, err := openXML(part)
	if err != nil {
		return err
	}
	defer x.close()
	var path []string
	for {
		token, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if err := use(path, e); err != nil {
				return err
			}
			path = append(path, e.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

// attribute is the value of an attribute, whatever its namespace.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

var errBudget = errors.New("more than one tag or text may take")

// budgetReader ends with an error where what is read at once takes more than was left for it, so that it is not all taken into
// memory.
type budgetReader struct {
	r    io.Reader
	left int
}

func (b *budgetReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errBudget
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}

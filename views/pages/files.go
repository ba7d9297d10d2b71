package pages

import "path"

// FileFormat is what kind of file a list can be had as. It is how the file's name, and its address, end.
type FileFormat string

// The formats.
const (
	CSV  FileFormat = "csv"  // UTF-8 with a mark, RFC 4180, texts that are formulas defused
	XLSX FileFormat = "xlsx" // one sheet of an Excel workbook
)

// FileFormats are all of them, in the order of pages.
func FileFormats() []FileFormat { return []FileFormat{CSV, XLSX} }

// MediaType is what a file of the format is called in an answer.
func (f FileFormat) MediaType() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// FormatOf is the format of the file that an address, without its query, leads to; "" where it leads to a page.
func FormatOf(address string) FileFormat {
	for _, format := range FileFormats() {
		if path.Ext(address) == "."+string(format) {
			return format
		}
	}
	return ""
}

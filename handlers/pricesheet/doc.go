// Package pricesheet reads price lists that vendors send: text with commas, semicolons, tabs or bars, what is pasted from a
// sheet, and Excel workbooks. [Open] recognises what a file is, [Read] makes [domain.SheetLine]s of its lines.
//
// Nothing is guessed. How numbers and dates are written is decided by the whole file, which is therefore gone through twice:
// the rules are at evidence and dateEvidence. What can be read in two ways, and nothing in the file says which, is an error of
// its line. What becomes of several lines for one price is said in settle.go.
//
// The package is pure: it gets a reader, and knows neither catalogs nor files, databases or browsers. Which prices of a catalog
// a line means is told elsewhere. Memory and time are bounded by the limits in refusal.go, zip.go and xml.go, whatever the file
// says.
//
// Workbooks are written with excelize and not read with it. Its streaming Rows (v2.11.1, RawCellValue, UnzipXMLSizeLimit 1 MB, UnzipSizeLimit 1 GB) hands
// out texts alone, so that a text 1.599, which can be read in two ways, and a number 1.599, which cannot, look the same. GetCellType tells
// them apart, but has the whole sheet in memory: of 100,000 lines of 14 columns 1,490 MB and 11.5 s of a processor, where this package takes
// 190 MB and 3.1 s, and 256 MB are what an import may take. Nor do the limits hold what they have to: a sheet that breaks off ends without
// an error, as if the lines behind were not in the list; a row of 1,000,000 columns is handed out; one cell of 400 MB takes 2,200 MB,
// and a limit that refuses it refuses lists of 100 MB.
//
// Start reading at file.go (what a file is), then layout.go (which column is what), lines.go (what a line says).
package pricesheet

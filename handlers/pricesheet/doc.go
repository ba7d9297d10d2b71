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
// Start reading at file.go (what a file is), then layout.go (which column is what), lines.go (what a line says).
package pricesheet

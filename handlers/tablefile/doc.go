// Package tablefile writes tables for machines: as CSV, or as an Excel workbook. [Write] is the one road of every export: a [Table] says its
// columns and hands out its rows one after the other, so that memory does not grow with them.
//
// What a cell is, and how it is written in either format, is in cell.go. What is written with the headings of package pricesheet can be
// read by it again.
package tablefile

package domain

import "time"

// SheetLine is a line of a price list from outside as it was read: what it prices, by ids of ours or of the vendor who wrote the list,
// and the prices. Which prices of a catalog it means is told later.
type SheetLine struct {
	Number                 int   // of the line in the file, the first is 1
	Plan, Period, Resource int64 // our own ids, 0 where the file has none
	Product, SKU, Title    string
	Term                   Term // zero: not said, or none as in "payG-1", which is metered
	Metered                bool // a price of what is used, as in Azure's consumption
	Billing                string
	Segment                string
	Market                 string
	Currency               Currency     // "" not said
	From                   int64        // lower bound of a tier; the first is 0, also of a list that begins at 1
	Prices                 []SheetPrice // at most one of each field
	Starts, Ends           time.Time    // when it holds, both ends with it; zero: always
	Changed                string       // the sheet's own mark: New, Changed, Unchanged, Deleted
	Problem                string       // why it is no price; "" it is one
	Notes                  []string     // what was read in which way
}

// Term is a length of time that a price is for: 1 years. The zero Term is none.
type Term struct {
	Length int    `json:"length"`
	Unit   string `json:"unit"` // one of [PeriodUnits]
}

// SheetPrice is one price of a line: the field that it is for, and the amount, or not set.
type SheetPrice struct {
	Field  Field // of the price itself, such as recurring_fee, for its MSRP, too
	Amount Price
	MSRP   bool // what Amount is: the suggested retail price
}

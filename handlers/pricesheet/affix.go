package pricesheet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"tiersync/domain"
)

// amountText is an amount with what stands around its digits taken off.
type amountText struct {
	digits   string // with the signs between them
	affix    string // the currency, before or behind, once: "12.50 €", "USD 12", "US$12"
	negative bool   // has a minus, before or behind, or stands in brackets
}

// cutAffix takes off what may stand around a number, false where something else does.
func cutAffix(text string) (a amountText, ok bool) {
	start, end := span(text)
	if start == end {
		return a, false
	}
	before, after := strings.TrimFunc(text[:start], unicode.IsSpace), strings.TrimFunc(text[end:], unicode.IsSpace)
	a.digits = text[start:end]
	if before == "" && after == "" {
		return a, true
	}
	if strings.HasPrefix(before, "(") && strings.HasSuffix(after, ")") {
		before, after, a.negative = strings.TrimSpace(before[1:]), strings.TrimSpace(after[:len(after)-1]), true
	}
	for _, at := range []*string{&before, &after} {
		for _, minus := range []string{"-", "−", "–"} {
			rest, found := strings.CutPrefix(*at, minus)
			if !found {
				rest, found = strings.CutSuffix(*at, minus)
			}
			if found && !a.negative {
				*at, a.negative = strings.TrimSpace(rest), true
			}
		}
	}
	a.affix = before + after
	return a, a.affix == "" || (before == "" || after == "") && len(codesOf(a.affix)) > 0
}

// span is where the digits of a text begin and end, with a decimal sign before the first ("-.5") and the dashes that stand for
// no decimals behind the last ("5,-").
func span(text string) (start, end int) {
	const digits, marks = "0123456789", ".,"
	start, end = strings.IndexAny(text, digits), strings.LastIndexAny(text, digits)+1
	if start < 0 {
		return 0, 0
	}
	if start > 0 && strings.IndexByte(marks, text[start-1]) >= 0 {
		if before, _ := utf8.DecodeLastRuneInString(text[:start-1]); start == 1 || !unicode.IsLetter(before) {
			start--
		}
	}
	if rest := text[end:]; len(rest) > 1 && strings.IndexByte(marks, rest[0]) >= 0 {
		if dashes := len(rest[1:]) - len(strings.TrimLeft(rest[1:], "-–—")); dashes > 0 {
			end += 1 + dashes
		}
	}
	return start, end
}

// codesOf are the currencies that a sign or a code in a price means: one of them, or several as with "$"; none where it is no
// currency.
func codesOf(affix string) []domain.Currency {
	affix = strings.TrimSpace(affix)
	if code := domain.Currency(strings.ToUpper(affix)); len(affix) == 3 && isCode(code) {
		return []domain.Currency{code}
	}
	var codes []domain.Currency
	for code := range strings.FieldsSeq(codesOfSign(strings.ToLower(affix))) {
		codes = append(codes, domain.Currency(code))
	}
	return codes
}

// isCode reports whether ISO 4217 has or had the code. Whether anybody sells in it is no matter of reading.
func isCode(code domain.Currency) bool {
	_, err := currency.ParseISO(string(code))
	return err == nil || domain.CurrencyProblem(code) == ""
}

// codesOfSign are the currencies that price lists write so, in small letters.
func codesOfSign(sign string) string {
	switch sign {
	case "€", "euro":
		return "EUR"
	case "$":
		return "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BRL JMD BSD BBD BZD TTD"
	case "us$":
		return "USD"
	case "c$", "ca$":
		return "CAD"
	case "a$", "au$":
		return "AUD"
	case "nz$":
		return "NZD"
	case "hk$":
		return "HKD"
	case "s$":
		return "SGD"
	case "r$":
		return "BRL"
	case "mx$":
		return "MXN"
	case "£":
		return "GBP EGP FKP GIP SHP SYP LBP"
	case "¥", "￥":
		return "JPY CNY"
	case "円":
		return "JPY"
	case "元":
		return "CNY"
	case "fr.", "sfr.":
		return "CHF"
	case "kr", "kr.":
		return "SEK NOK DKK ISK"
	case "zł":
		return "PLN"
	case "kč":
		return "CZK"
	case "ft":
		return "HUF"
	case "lei":
		return "RON"
	case "₹":
		return "INR"
	case "₽":
		return "RUB"
	case "₺":
		return "TRY"
	case "₩":
		return "KRW"
	case "₪":
		return "ILS"
	case "₫":
		return "VND"
	case "₴":
		return "UAH"
	case "₱":
		return "PHP"
	case "฿":
		return "THB"
	case "₦":
		return "NGN"
	case "₸":
		return "KZT"
	case "₡":
		return "CRC"
	}
	return ""
}

// headingCurrency is the currency that the heading of a column of prices says, as a code or a sign: "Price EUR", "EK (€)"; "" where it says none, or
// several. A code stands in capitals; in a heading of nothing else, what is a word of English is none.
func headingCurrency(heading string) (affix string) {
	shouted := strings.ToUpper(heading) == heading
	for _, word := range strings.FieldsFunc(heading, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) }) {
		switch codes := codesOf(word); {
		case len(codes) == 0, word != strings.ToUpper(word):
		case shouted && slices.Contains([]string{"ALL", "TOP", "TRY", "CUP", "PEN", "MAD", "GEL", "SOS", "MOP"}, word):
		case affix != "" && !slices.Equal(codes, codesOf(affix)):
			return ""
		default:
			affix = word
		}
	}
	return affix
}

// readCurrency reads a cell that says the currency of its line: a code in any case, or a sign that only one currency has.
func readCurrency(text string) (domain.Currency, bool) {
	codes := codesOf(strings.TrimFunc(text, unicode.IsSpace))
	if len(codes) != 1 {
		return "", false
	}
	return codes[0], true
}

// agree reports whether a price with this sign can be in the currency, and which one it is in where the line says none.
func agree(affix string, of domain.Currency) (domain.Currency, string) {
	codes := codesOf(affix)
	switch {
	case affix == "" || slices.Contains(codes, of):
		return of, ""
	case of != "":
		return of, "is not in " + string(of) + ", the currency of the line"
	case len(codes) > 1:
		return "", "has a sign that several currencies have, and the line does not say which"
	}
	return codes[0], ""
}

// agreeHeading is agree for the currency that the heading of a column says.
func agreeHeading(affix string, of domain.Currency) (domain.Currency, string) {
	code, problem := agree(affix, of)
	if problem != "" && of != "" {
		return of, "is in " + affix + ", as its heading says, and not in " + string(of) + ", the currency of the line"
	}
	return code, problem
}

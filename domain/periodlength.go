package domain

import (
	"fmt"
	"strconv"
	"strings"
)

// PeriodUnits lists the units of a period's length, shortest first.
func PeriodUnits() []string { return []string{"hours", "days", "months", "years"} }

// longestPeriod is the largest length of a period in a unit; zero for an unknown unit.
func longestPeriod(unit string) int {
	switch unit {
	case "hours":
		return 72
	case "days":
		return 90
	case "months":
		return 12
	case "years":
		return 10
	default:
		return 0
	}
}

// PeriodLengthProblem says what is wrong with a length of a period in a unit, "" when it is good.
func PeriodLengthProblem(length int, unit string) string {
	longest := longestPeriod(unit)
	if longest == 0 || length >= 1 && length <= longest {
		return ""
	}
	return fmt.Sprintf("Enter a number from 1 to %d for %s", longest, unit)
}

// Label is how lists name a period: "12 months", "1 month", "30 days trial".
func (p Period) Label() string {
	unit := p.Unit
	if p.Length == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	if p.Trial {
		unit += " trial"
	}
	return strconv.Itoa(p.Length) + " " + unit
}

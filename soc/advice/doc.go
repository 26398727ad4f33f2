// Package advice recommends a report: SOC 1, SOC 2 or SOC 3, its type, its
// categories and its period, each with a reason, with dates that are worked
// back from the day on which the report is needed.
//
// It is pure: the same answers give the same advice, and the day of today is
// one of the answers. What it recommends is custom and arithmetic; where a
// rule of the standards stands behind it, the reason says so. No standard sets
// a minimum length of a period.
package advice

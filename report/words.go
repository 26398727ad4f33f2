package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tickmark-audit/tickmark/soc"
)

// number writes n with thousands separated: 12,345.
func number(n int64) string { return grouped(strconv.FormatInt(n, 10)) }

// grouped separates the thousands of a decimal number given as text; text
// that is none is kept.
func grouped(s string) string {
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, dot := strings.Cut(digits, ".")
	if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return s
	}
	sign := s[:len(s)-len(digits)]
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dot {
		whole += "." + fraction
	}
	return sign + whole
}

// counted writes n with its noun: "1 item", "12 items". The plural is the
// noun with an s; pass it when it is not.
func counted(n int64, noun string, plural ...string) string {
	if n == 1 {
		return "1 " + noun
	}
	if len(plural) > 0 {
		return number(n) + " " + plural[0]
	}
	return number(n) + " " + noun + "s"
}

// percent writes n of total to two digits, rounded half up. A share that is
// not nothing never reads as 0%, and one that is not all never as 100%.
func percent(n, total int64) string {
	if total <= 0 {
		return ""
	}
	if n > 0 && n*10000 < total {
		return "less than 0.01%"
	}
	hundredths := (n*20000 + total) / (2 * total)
	if n < total && hundredths >= 10000 {
		return "more than 99.99%"
	}
	s := fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
	s = strings.TrimSuffix(s, "0")
	s = strings.TrimSuffix(s, ".0")
	return s + "%"
}

// listed joins words as prose does: "a", "a and b", "a, b and c".
func listed(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// instant writes a time in the engagement's zone, with the zone's
// abbreviation: "2026-07-02 10:11:05 EDT".
func instant(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "not recorded"
	}
	return t.In(loc).Format("2006-01-02 15:04:05 MST")
}

// itemDate writes the date of an item, which is RFC 3339 or a day, for a
// column whose head names the zone. Text that is neither is kept as it is.
func itemDate(s string, loc *time.Location) string {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return s
	}
	return t.In(loc).Format("2006-01-02 15:04:05")
}

// sentence makes sure that text given by others ends as a sentence does.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// capital writes s with its first letter as a capital.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// spaced writes an identifier of the program as words: per_event → per event.
func spaced(id string) string { return strings.ReplaceAll(id, "_", " ") }

// short is the head of a digest or key id, for a place where the whole does
// not fit; the whole stands elsewhere in the report.
func short(digest string) string {
	if len(digest) <= 16 {
		return digest
	}
	return digest[:16] + "…"
}

// unitWords are the units of a periodic control as prose.
var unitWords = map[soc.Unit]string{
	soc.EveryDay:         "each day of the period",
	soc.EveryBusinessDay: "each business day of the period",
	soc.EveryWeek:        "each week whose last day lies in the period",
	soc.EveryMonth:       "each month whose last day lies in the period",
	soc.EveryQuarter:     "each quarter whose last day lies in the period",
	soc.EveryPeriod:      "once in the period",
}

// categoryWords are the categories as a report writes them.
var categoryWords = map[soc.Category]string{
	soc.Security:            "security",
	soc.Availability:        "availability",
	soc.ProcessingIntegrity: "processing integrity",
	soc.Confidentiality:     "confidentiality",
	soc.Privacy:             "privacy",
}

// categories lists the categories in scope as prose.
func categories(list []soc.Category) string {
	words := make([]string, len(list))
	for i, c := range list {
		if words[i] = categoryWords[c]; words[i] == "" {
			words[i] = spaced(string(c))
		}
	}
	return listed(words)
}

// visible makes text that came as data safe to read: bytes that are not
// UTF-8, control characters and characters that turn the direction of the
// text are written out, so that a value cannot hide or reorder what stands
// beside it. Line ends are kept.
func visible(s string) string {
	clean := true
	for _, r := range s {
		if hidden(r) {
			clean = false
			break
		}
	}
	if clean && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, "[byte %02X]", s[i])
		case r == '\t' || r == '\r':
			b.WriteByte(' ')
		case hidden(r):
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden reports whether a character shows nothing or turns the direction of
// what follows.
func hidden(r rune) bool {
	switch {
	case r == '\n':
		return false
	case r < 0x20, r >= 0x7F && r <= 0x9F:
		return true
	case r == 0x061C, r == 0x200B, r == 0x200E, r == 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE007F:
		return true
	case r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
		return true
	}
	return false
}

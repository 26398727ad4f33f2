package population

import (
	"fmt"
	"strconv"
	"strings"
)

// maxDecimalDigits is the largest precision that a decimal column may have:
// that of a 128-bit decimal, in DuckDB, Parquet and Arrow alike.
const maxDecimalDigits = 38

func readInteger(value string) (string, string) {
	digits, reason := wholeDigits(value)
	if reason != "" {
		return "", reason
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return "", fmt.Sprintf("has %d digits and does not fit 64 bits: declare an identifier as text, a larger number as decimal(38,0)", len(digits))
	}
	if n == 0 {
		return "0", "" // -0 too
	}
	return value, ""
}

func decimalReader(precision, scale int) (func(string) (string, string), error) {
	if precision < 1 || precision > maxDecimalDigits || scale < 0 || scale > precision {
		return nil, fmt.Errorf("decimal(%d,%d) cannot be stored: use 1 to %d digits, of which none to all after the point", precision, scale, maxDecimalDigits)
	}
	return func(value string) (string, string) {
		whole, fraction, hasPoint := strings.Cut(value, ".")
		if hasPoint && (whole == "" || whole == "-") {
			whole += "0" // .5 is how some databases write 0.5
		}
		digits, reason := wholeDigits(whole)
		if reason != "" {
			return "", reason
		}
		if hasPoint {
			if fraction == "" {
				return "", "ends in a point"
			}
			if !onlyDigits(fraction) {
				return "", whyNotNumber(fraction)
			}
			for _, d := range fraction[min(scale, len(fraction)):] {
				if d != '0' {
					return "", fmt.Sprintf("has %d digits after the point and the column declares %d: nothing is rounded", len(strings.TrimRight(fraction, "0")), scale)
				}
			}
			fraction = fraction[:min(scale, len(fraction))]
		}
		if digits != "0" && len(digits) > precision-scale {
			return "", fmt.Sprintf("has %d digits before the point and decimal(%d,%d) holds %d", len(digits), precision, scale, precision-scale)
		}
		fraction += strings.Repeat("0", scale-len(fraction))
		text := digits
		if scale > 0 {
			text += "." + fraction
		}
		if strings.HasPrefix(whole, "-") && strings.Trim(digits+fraction, "0") != "" {
			text = "-" + text
		}
		return text, ""
	}, nil
}

// wholeDigits checks an optional minus sign and digits without a leading
// zero, and returns the digits.
func wholeDigits(value string) (digits, reason string) {
	digits = strings.TrimPrefix(value, "-")
	switch {
	case !onlyDigits(digits):
		return "", whyNotNumber(value)
	case len(digits) > 1 && digits[0] == '0':
		return "", "begins with a zero, as identifiers do and numbers do not: declare an identifier as text"
	}
	return digits, ""
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// whyNotNumber names the usual reasons why a text is no number.
func whyNotNumber(s string) string {
	switch {
	case strings.Trim(s, "-") == "":
		return "has no digits"
	case strings.TrimSpace(s) != s:
		return "has spaces around it"
	case strings.HasPrefix(s, "+"):
		return "begins with a plus sign: declare a telephone number as text"
	case strings.ContainsAny(s, ","):
		return "holds a comma: numbers are written without thousands separators and with a point"
	case strings.Count(s, ".") == 1 && onlyDigits(strings.Replace(strings.TrimPrefix(s, "-"), ".", "", 1)):
		return "holds a point and the column is declared as an integer: declare it as decimal(p,s)"
	case strings.ContainsAny(s, "eE") && onlyDigits(strings.Map(dropExponent, s)):
		return "is written with an exponent, as a spreadsheet does when it has lost digits"
	}
	return "is not a number written with digits only"
}

func dropExponent(r rune) rune {
	if strings.ContainsRune("eE+-.", r) {
		return -1
	}
	return r
}

package parquet

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"

	"github.com/tickmark-audit/tickmark/soc"
)

// appender appends canonical text to a column, and says why when it cannot;
// "" means that it did.
type appender func(column array.Builder, text string) (reason string)

// columnType returns the Parquet type of a column and its appender.
func columnType(c soc.Column) (arrow.DataType, appender, error) {
	switch c.Type {
	case soc.Text:
		return arrow.BinaryTypes.String, appendText, nil
	case soc.Integer:
		return arrow.PrimitiveTypes.Int64, appendInteger, nil
	case soc.Boolean:
		return arrow.FixedWidthTypes.Boolean, appendBoolean, nil
	case soc.Day:
		return arrow.FixedWidthTypes.Date32, appendDay, nil
	case soc.Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, appendTimestamp, nil
	case soc.Decimal:
		if c.Precision < 1 || c.Precision > 38 || c.Scale < 0 || c.Scale > c.Precision {
			return nil, nil, fmt.Errorf("write a table: column %s: decimal(%d,%d) is not possible: at most 38 digits, of which at most that many after the point", c.Name, c.Precision, c.Scale)
		}
		return &arrow.Decimal128Type{Precision: int32(c.Precision), Scale: int32(c.Scale)}, appendDecimal(c.Precision, c.Scale), nil
	}
	return nil, nil, fmt.Errorf("write a table: column %s: the type %q is not known", c.Name, c.Type)
}

func appendText(column array.Builder, text string) string {
	if !utf8.ValidString(text) {
		return "is not valid UTF-8"
	}
	column.(*array.StringBuilder).Append(text)
	return ""
}

func appendInteger(column array.Builder, text string) string {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != text {
		return "is not a whole number of 64 bits"
	}
	column.(*array.Int64Builder).Append(n)
	return ""
}

func appendBoolean(column array.Builder, text string) string {
	if text != "true" && text != "false" {
		return "is not true or false"
	}
	column.(*array.BooleanBuilder).Append(text == "true")
	return ""
}

func appendDay(column array.Builder, text string) string {
	t, err := time.Parse("2006-01-02", text)
	if err != nil {
		return "is not a day such as 2026-06-30"
	}
	column.(*array.Date32Builder).Append(arrow.Date32FromTime(t))
	return ""
}

func appendTimestamp(column array.Builder, text string) string {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || strings.Contains(text, ",") {
		return "is not an instant such as 2026-06-30T12:00:00Z"
	}
	if t.Nanosecond()%1000 != 0 {
		return "has more than six digits of a second"
	}
	column.(*array.TimestampBuilder).Append(arrow.Timestamp(t.UnixMicro()))
	return ""
}

func appendDecimal(precision, scale int) appender {
	return func(column array.Builder, text string) string {
		digits, reason := unscaled(text, precision, scale)
		if reason != "" {
			return reason
		}
		var n decimal128.Num
		if len(digits) <= 18 { // fits 64 bits
			small, err := strconv.ParseInt(digits, 10, 64)
			if err != nil {
				return "is not a number"
			}
			n = decimal128.FromI64(small)
		} else {
			large, ok := new(big.Int).SetString(digits, 10)
			if !ok {
				return "is not a number"
			}
			n = decimal128.FromBigInt(large)
		}
		column.(*array.Decimal128Builder).Append(n)
		return ""
	}
}

// unscaled returns the digits of a decimal without its point, with exactly
// scale of them after it: -1.5 with scale 2 is -150.
func unscaled(text string, precision, scale int) (digits, reason string) {
	body := strings.TrimPrefix(text, "-")
	whole, fraction, point := strings.Cut(body, ".")
	if whole == "" || point && fraction == "" || !allDigits(whole) || !allDigits(fraction) {
		return "", "is not a decimal such as -12.30"
	}
	if len(fraction) > scale {
		return "", fmt.Sprintf("has more than %d digits after the point", scale)
	}
	if len(strings.TrimLeft(whole, "0")) > precision-scale {
		return "", fmt.Sprintf("does not fit decimal(%d,%d)", precision, scale)
	}
	digits = whole + fraction + strings.Repeat("0", scale-len(fraction))
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		return "0", ""
	}
	return text[:len(text)-len(body)] + digits, ""
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

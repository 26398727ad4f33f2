package duckdb

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	duckdbgo "github.com/duckdb/duckdb-go/v2"

	"github.com/tickmark-audit/tickmark/engine"
)

// typeName returns SQL's name of a type for the driver's.
func typeName(driverName string) string {
	switch driverName {
	case "TIMESTAMPTZ":
		return "TIMESTAMP WITH TIME ZONE"
	case "TIMETZ":
		return "TIME WITH TIME ZONE"
	}
	return driverName
}

// value writes a value of the driver as engine.Value describes.
func (d *Database) value(v any, typeName string) (engine.Value, error) {
	switch v := v.(type) {
	case nil:
		return engine.Value{Null: true}, nil
	case string:
		return engine.Value{Text: v}, nil
	case bool:
		return engine.Value{Text: strconv.FormatBool(v)}, nil
	case int8, int16, int32, int64, uint8, uint16, uint32, uint64:
		return engine.Value{Text: fmt.Sprint(v)}, nil
	case *big.Int:
		return engine.Value{Text: v.String()}, nil
	case float32:
		return engine.Value{Text: floatText(float64(v), 32)}, nil
	case float64:
		return engine.Value{Text: floatText(v, 64)}, nil
	case duckdbgo.Decimal:
		return engine.Value{Text: decimalText(v)}, nil
	case duckdbgo.Interval:
		return engine.Value{Text: intervalText(v)}, nil
	case time.Time:
		return d.timeValue(v, typeName)
	case []byte:
		if typeName == "UUID" && len(v) == 16 {
			id := duckdbgo.UUID(v)
			return engine.Value{Text: id.String()}, nil
		}
	}
	return engine.Value{}, &engine.SQLError{Offset: -1, Message: fmt.Sprintf("a value of type %s has no plain text", typeName),
		Hint: "turn it into text, such as array_to_string(names, ', ') or CAST(x AS text)"}
}

func (d *Database) timeValue(t time.Time, typeName string) (engine.Value, error) {
	layout := ""
	switch typeName {
	case "DATE":
		layout = "2006-01-02"
	case "TIMESTAMP WITH TIME ZONE":
		t, layout = t.In(d.location), withFraction("2006-01-02T15:04:05", t)+"Z07:00"
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS":
		layout = withFraction("2006-01-02T15:04:05", t)
	case "TIME":
		layout = withFraction("15:04:05", t)
	default:
		return engine.Value{}, &engine.SQLError{Offset: -1, Message: fmt.Sprintf("a value of type %s has no plain text", typeName), Hint: "cast it to text"}
	}
	if typeName != "TIME" && (t.Year() < 1 || t.Year() > 9999) {
		return engine.Value{}, &engine.SQLError{Offset: -1, Message: "a date lies outside the years 1 to 9999", Hint: "look for infinity or a slip in date arithmetic"}
	}
	return engine.Value{Text: t.Format(layout)}, nil
}

// withFraction adds the parts of a second that t has: none, six digits, or
// nine when it has nanoseconds.
func withFraction(layout string, t time.Time) string {
	switch {
	case t.Nanosecond() == 0:
		return layout
	case t.Nanosecond()%1000 == 0:
		return layout + ".000000"
	}
	return layout + ".000000000"
}

func floatText(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	return strconv.FormatFloat(f, 'g', -1, bits)
}

func decimalText(d duckdbgo.Decimal) string {
	digits, sign := d.Value.String(), ""
	if strings.HasPrefix(digits, "-") {
		digits, sign = digits[1:], "-"
	}
	scale := int(d.Scale)
	if scale == 0 {
		return sign + digits
	}
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}

// intervalText writes an interval in ISO 8601: P1M2DT3.5S.
func intervalText(i duckdbgo.Interval) string {
	out := "P"
	if i.Months != 0 {
		out += fmt.Sprintf("%dM", i.Months)
	}
	if i.Days != 0 {
		out += fmt.Sprintf("%dD", i.Days)
	}
	if i.Micros != 0 || out == "P" {
		seconds := new(big.Rat).SetFrac64(i.Micros, 1_000_000).FloatString(6)
		out += "T" + strings.TrimRight(strings.TrimRight(seconds, "0"), ".") + "S"
	}
	return out
}

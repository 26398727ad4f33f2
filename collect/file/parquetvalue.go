package file

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/extensions"
)

// formatter returns the text of a value that is not null.
type formatter func(column arrow.Array, i int) (string, error)

// exact makes a formatter of an array type's accessor.
func exact[A arrow.Array](text func(a A, i int) string) formatter {
	return func(column arrow.Array, i int) (string, error) {
		a, ok := column.(A)
		if !ok {
			return "", fmt.Errorf("the column has the type %s, which its schema does not say", column.DataType())
		}
		return text(a, i), nil
	}
}

func integerText[T int8 | int16 | int32 | int64](v T) string { return strconv.FormatInt(int64(v), 10) }

func unsignedText[T uint8 | uint16 | uint32 | uint64](v T) string {
	return strconv.FormatUint(uint64(v), 10)
}

// formatterFor returns how the values of a type are written:
//
//   - integers and decimals in digits, with all the digits of the scale;
//   - floating point numbers as the shortest decimal that is the same number;
//   - booleans as true and false, text as it is, UUIDs in the usual form;
//   - dates as 2006-01-02, times of day as 15:04:05.999999999;
//   - instants in UTC by RFC 3339 with as many digits as they need, up to
//     nine; times without a zone the same way without the Z;
//   - bytes that are not declared to be text as \x and hexadecimal digits.
//
// Lists, structures, maps and intervals are an error.
func formatterFor(t arrow.DataType) (formatter, error) {
	switch t := t.(type) {
	case *arrow.BooleanType:
		return exact(func(a *array.Boolean, i int) string { return strconv.FormatBool(a.Value(i)) }), nil
	case *arrow.Int8Type:
		return exact(func(a *array.Int8, i int) string { return integerText(a.Value(i)) }), nil
	case *arrow.Int16Type:
		return exact(func(a *array.Int16, i int) string { return integerText(a.Value(i)) }), nil
	case *arrow.Int32Type:
		return exact(func(a *array.Int32, i int) string { return integerText(a.Value(i)) }), nil
	case *arrow.Int64Type:
		return exact(func(a *array.Int64, i int) string { return integerText(a.Value(i)) }), nil
	case *arrow.Uint8Type:
		return exact(func(a *array.Uint8, i int) string { return unsignedText(a.Value(i)) }), nil
	case *arrow.Uint16Type:
		return exact(func(a *array.Uint16, i int) string { return unsignedText(a.Value(i)) }), nil
	case *arrow.Uint32Type:
		return exact(func(a *array.Uint32, i int) string { return unsignedText(a.Value(i)) }), nil
	case *arrow.Uint64Type:
		return exact(func(a *array.Uint64, i int) string { return unsignedText(a.Value(i)) }), nil
	case *arrow.Float16Type:
		return exact(func(a *array.Float16, i int) string { return floatText(float64(a.Value(i).Float32()), 32) }), nil
	case *arrow.Float32Type:
		return exact(func(a *array.Float32, i int) string { return floatText(float64(a.Value(i)), 32) }), nil
	case *arrow.Float64Type:
		return exact(func(a *array.Float64, i int) string { return floatText(a.Value(i), 64) }), nil
	case *arrow.Decimal32Type:
		return exact(func(a *array.Decimal32, i int) string {
			return decimalText(big.NewInt(int64(a.Value(i))), t.Scale)
		}), nil
	case *arrow.Decimal64Type:
		return exact(func(a *array.Decimal64, i int) string {
			return decimalText(big.NewInt(int64(a.Value(i))), t.Scale)
		}), nil
	case *arrow.Decimal128Type:
		return exact(func(a *array.Decimal128, i int) string { return decimalText(a.Value(i).BigInt(), t.Scale) }), nil
	case *arrow.Decimal256Type:
		return exact(func(a *array.Decimal256, i int) string { return decimalText(a.Value(i).BigInt(), t.Scale) }), nil
	case *arrow.Date32Type:
		return exact(func(a *array.Date32, i int) string { return a.Value(i).ToTime().Format(time.DateOnly) }), nil
	case *arrow.Date64Type:
		return exact(func(a *array.Date64, i int) string { return a.Value(i).ToTime().Format(time.DateOnly) }), nil
	case *arrow.Time32Type:
		return exact(func(a *array.Time32, i int) string {
			return a.Value(i).ToTime(t.Unit).Format("15:04:05.999999999")
		}), nil
	case *arrow.Time64Type:
		return exact(func(a *array.Time64, i int) string {
			return a.Value(i).ToTime(t.Unit).Format("15:04:05.999999999")
		}), nil
	case *arrow.TimestampType:
		layout := "2006-01-02T15:04:05.999999999"
		if t.TimeZone != "" {
			layout = time.RFC3339Nano
		}
		return exact(func(a *array.Timestamp, i int) string { return a.Value(i).ToTime(t.Unit).UTC().Format(layout) }), nil
	case *arrow.StringType:
		return checked(exact(func(a *array.String, i int) string { return strings.Clone(a.Value(i)) })), nil
	case *arrow.LargeStringType:
		return checked(exact(func(a *array.LargeString, i int) string { return strings.Clone(a.Value(i)) })), nil
	case *arrow.BinaryType:
		return exact(func(a *array.Binary, i int) string { return bytesText(a.Value(i)) }), nil
	case *arrow.LargeBinaryType:
		return exact(func(a *array.LargeBinary, i int) string { return bytesText(a.Value(i)) }), nil
	case *arrow.FixedSizeBinaryType:
		return exact(func(a *array.FixedSizeBinary, i int) string { return bytesText(a.Value(i)) }), nil
	case *extensions.UUIDType:
		return exact(func(a *extensions.UUIDArray, i int) string { return a.Value(i).String() }), nil
	case *arrow.DictionaryType:
		inner, err := formatterFor(t.ValueType)
		if err != nil {
			return nil, err
		}
		return func(column arrow.Array, i int) (string, error) {
			a, ok := column.(*array.Dictionary)
			if !ok {
				return inner(column, i)
			}
			return inner(a.Dictionary(), a.GetValueIndex(i))
		}, nil
	}
	return nil, errors.New("not a single value")
}

// checked refuses text that is not UTF-8 or holds NUL.
func checked(f formatter) formatter {
	return func(column arrow.Array, i int) (string, error) {
		s, err := f(column, i)
		if err == nil && !utf8.ValidString(s) {
			err = errors.New("the text is not UTF-8")
		}
		if err == nil && strings.IndexByte(s, 0) >= 0 {
			err = errors.New("the text holds NUL")
		}
		return s, err
	}
}

func bytesText(b []byte) string { return `\x` + hex.EncodeToString(b) }

func floatText(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(f, 'f', -1, bits)
}

// decimalText writes the unscaled number n with scale digits after the point.
func decimalText(n *big.Int, scale int32) string {
	if scale <= 0 {
		return new(big.Int).Mul(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-scale)), nil)).String()
	}
	digits := new(big.Int).Abs(n).String()
	if missing := int(scale) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	at := len(digits) - int(scale)
	sign := ""
	if n.Sign() < 0 {
		sign = "-"
	}
	return sign + digits[:at] + "." + digits[at:]
}

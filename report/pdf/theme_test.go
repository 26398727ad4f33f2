package pdf

import (
	"math"
	"testing"

	"github.com/tickmark-audit/tickmark/report"
)

// contrast is the ratio of WCAG 2.1 (relative luminance, 1.4.3).
func contrast(a, b report.Color) float64 {
	luminance := func(c report.Color) float64 {
		channel := func(shift int) float64 {
			v := float64(c>>shift&0xFF) / 255
			if v <= 0.04045 {
				return v / 12.92
			}
			return math.Pow((v+0.055)/1.055, 2.4)
		}
		return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestContrast(t *testing.T) {
	pairs := map[string][2]report.Color{
		"body":             {ink, 0xFFFFFF},
		"watermarked body": {ink, markGrey},
		"small print":      {grey, markGrey},
		"link":             {linkBlue, markGrey},
		"table head":       {navy, headFill},
		"group":            {navy, groupFill},
		"code":             {ink, codeFill},
	}
	for i, tone := range tones {
		name := string(rune('0' + i))
		pairs["tone "+name] = [2]report.Color{tone.text, tone.fill}
		pairs["link in tone "+name] = [2]report.Color{linkBlue, tone.fill}
		pairs["watermarked tone "+name] = [2]report.Color{tone.text, markGrey}
	}
	for name, p := range pairs {
		if c := contrast(p[0], p[1]); c < 4.5 {
			t.Errorf("%s: contrast %.2f is below 4.5", name, c)
		}
	}
}

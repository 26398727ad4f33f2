package pdf

import "github.com/tickmark-audit/tickmark/report"

// length is a thousandth of a point.
type length = int64

const point length = 1000

// The page: US Letter, the paper of a report under AICPA standards.
const (
	letterShort = 612 * point
	letterLong  = 792 * point

	marginSide   = 72 * point
	marginTop    = 80 * point
	marginBottom = 74 * point
	// A landscape page has wide tables; it gives them more room.
	marginSideLandscape = 60 * point

	headerBaseline = 50 * point // from the top edge
	footerBaseline = 44 * point // from the bottom edge
)

// The palette: near-black text, one blue, greys, and four quiet tones.
const (
	ink       report.Color = 0x1C222B
	navy      report.Color = 0x1B365D
	linkBlue  report.Color = 0x1F4E8C
	grey      report.Color = 0x5A6472
	hairline  report.Color = 0xC6CDD6
	rowLine   report.Color = 0xDDE2E8
	headFill  report.Color = 0xEDF1F6
	groupFill report.Color = 0xF5F7FA
	codeFill  report.Color = 0xF4F6F8
	markGrey  report.Color = 0xEEEFF1
)

// tone is how a report.Tone looks. Contrast of text on fill is at least 4.5:1.
type tone struct{ text, fill, bar report.Color }

var tones = [...]tone{
	report.Plain:   {ink, 0xF1F4F8, navy},
	report.Good:    {0x1E5B34, 0xEFF6F1, 0x3E8E5A},
	report.Caution: {0x6B4A00, 0xFCF6E6, 0xC48A1A},
	report.Bad:     {0x8C1D18, 0xFBEEED, 0xB3372F},
	report.Muted:   {grey, 0xF4F5F7, 0xA8B0BB},
}

func toneOf(t report.Tone) tone {
	if t < 0 || int(t) >= len(tones) {
		t = report.Plain
	}
	return tones[t]
}

// style is how a run of text looks.
type style struct {
	face  faceID
	size  length
	color report.Color
}

// setting is how a paragraph is set.
type setting struct {
	style
	leading length
	align   report.Align
	hang    length // indent of the second and later lines
	keep    bool   // all lines together
	balance bool   // lines of about the same length, for titles
}

var (
	bodySetting    = setting{style: style{serif, 10250, ink}, leading: 14500}
	leadSetting    = setting{style: style{serif, 12000, ink}, leading: 17000}
	smallSetting   = setting{style: style{serif, 8600, grey}, leading: 11800}
	codeSetting    = setting{style: style{mono, 8000, ink}, leading: 11400, hang: 14 * point}
	quoteSetting   = setting{style: style{serifItalic, 10250, ink}, leading: 14500}
	subHeadSetting = setting{style: style{sansBold, 10500, navy}, leading: 14500, keep: true}
	cellSetting    = setting{style: style{sans, 9000, ink}, leading: 12000}
	compactSetting = setting{style: style{sans, 8000, ink}, leading: 10500}
	captionSetting = setting{style: style{sansBold, 9000, navy}, leading: 12000, keep: true}
	noticeSetting  = setting{style: style{sans, 9500, ink}, leading: 13200}
)

// headingSettings are those of levels 1 to 4.
var headingSettings = [...]struct {
	setting
	before, after length
}{
	{setting{style: style{sansBold, 20000, navy}, leading: 25000, keep: true, balance: true}, 30 * point, 14 * point},
	{setting{style: style{sansBold, 14000, navy}, leading: 18500, keep: true, balance: true}, 22 * point, 1 * point},
	{setting{style: style{sansBold, 11500, navy}, leading: 15500, keep: true}, 17 * point, 0},
	{setting{style: style{sansBold, 10250, ink}, leading: 14500, keep: true}, 13 * point, 0},
}

const (
	blockGap   = 6500       // between paragraphs
	tableGap   = 12 * point // around tables, figures and boxes
	itemGap    = 3500       // between list items
	listIndent = 17 * point
	minColumn  = 14 * point // nothing is set narrower
)

// Package report turns an examination into a document: one tree of sections,
// paragraphs, tables and figures, which a writer per format renders.
//
// The tree is derived from one soc.Examination and nothing else: no clock, no
// file, no map order. The same examination gives the same tree, and a writer
// gives the same bytes for the same tree.
package report

// Document is a whole report.
type Document struct {
	Title    string // "SOC 2 Type 2 report"
	Subject  string // one sentence, for the document's metadata
	Author   string // whose document it is
	Language string // BCP 47, such as en-US
	// Date is the day that metadata carries, as 2006-01-02; "" for none.
	Date string
	// Watermarks are printed across every page, such as DRAFT and EXAMPLE.
	Watermarks []string
	// Footer is printed on every page beside the page number.
	Footer string

	Cover    Cover
	Sections []*Section

	// Facts are what the tree was derived from, for a writer of data. A
	// writer of pages does not use them.
	Facts Facts
}

// Cover is the first page.
type Cover struct {
	Kicker   string   // small line above the title
	Title    string   // the title
	Subtitle []string // lines below it: system, period
	Firm     string
	// Notice is the boxed text that says what the document is not yet.
	Notice []string
}

// Section is a heading with what follows it, up to the next section.
type Section struct {
	ID     string // anchor, unique in the document
	Number string // "IV", "CC6.1"; may be empty
	Title  string
	// Level is 1 for the five sections of a report; at most 4. The contents
	// list levels 1 and 2.
	Level int
	// NewPage starts the section on a new page.
	NewPage bool
	// Landscape sets the pages of the section, its subsections included, on
	// their side. Only a level 1 section may set it.
	Landscape bool
	Blocks    []Block
	Sections  []*Section
}

// Block is one thing in a section: *Paragraph, *List, *Table, *Figure,
// *Notice or *KeyValues.
type Block interface{ block() }

// Paragraph is running text.
type Paragraph struct {
	Spans []Span
	Style ParagraphStyle
}

// ParagraphStyle is how a paragraph is set.
type ParagraphStyle int

// The paragraph styles.
const (
	Body       ParagraphStyle = iota
	Lead                      // larger, for an opening sentence
	Small                     // notes
	Code                      // monospaced, line breaks kept: SQL
	SubHeading                // a bold line that is not in the contents
	Quote                     // set in, with a rule
)

// Span is a run of text of one style.
type Span struct {
	Text   string
	Bold   bool
	Italic bool
	Code   bool
	// Link is the ID of a section, or an https address.
	Link string
	// Record is the id of the ledger entry that the text is derived from.
	Record string
}

// List is a bulleted or numbered list; an item is a list of blocks.
type List struct {
	Numbered bool
	Items    [][]Block
}

// Table is a table whose head is repeated on every page that it runs over.
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
	// Compact sets the table in smaller type.
	Compact bool
}

// Column is a column of a table.
type Column struct {
	Title string
	// Weight is the column's share of the width.
	Weight int
	Align  Align
}

// Align is how a cell is set.
type Align int

// The alignments.
const (
	Left Align = iota
	Right
	Center
)

// Row is a row of a table.
type Row struct {
	Cells []Cell
	// Head marks a row that groups those below it; its first cell spans the
	// table.
	Head bool
}

// Cell is a cell; its blocks are paragraphs and lists.
type Cell struct {
	Blocks []Block
	Tone   Tone
}

// Tone colours a cell or a notice by what it says. It never stands alone:
// the words say the same.
type Tone int

// The tones.
const (
	Plain Tone = iota
	Good
	Caution
	Bad
	Muted
)

// Notice is a box that a reader must not miss.
type Notice struct {
	Title  string
	Tone   Tone
	Blocks []Block
}

// KeyValues is a list of labels with values.
type KeyValues struct{ Pairs []Pair }

// Pair is one label with its value.
type Pair struct {
	Key   string
	Value []Span
}

// Figure is a drawing with a caption and the text that stands for it.
type Figure struct {
	Caption string
	// Alt says what the figure shows to someone who cannot see it.
	Alt     string
	Drawing Drawing
}

// Drawing is vector graphics. Units are thousandths of a point; the origin is
// the top left, y grows downwards. It is scaled to the text width.
type Drawing struct {
	Width, Height int
	Shapes        []Shape
}

// Shape is one thing drawn: a rectangle, a line or a text.
type Shape struct {
	Kind ShapeKind
	// X, Y is the top left of a rectangle, the start of a line, or the
	// baseline start of a text.
	X, Y int
	// W, H is the size of a rectangle, or the end of a line relative to X, Y.
	W, H int
	// Stroke is the width of a line, or of the outline of a rectangle: a
	// rectangle with a Stroke is hollow, one without is filled.
	Stroke int
	Color  Color
	Text   string
	Size   int // type size of a text
	Bold   bool
	Align  Align // of a text about X
}

// ShapeKind is the kind of a shape.
type ShapeKind int

// The kinds of shape.
const (
	Rectangle ShapeKind = iota
	Line
	Label
)

// Color is an RGB colour, 0xRRGGBB.
type Color uint32

func (*Paragraph) block() {}
func (*List) block()      {}
func (*Table) block()     {}
func (*Figure) block()    {}
func (*Notice) block()    {}
func (*KeyValues) block() {}

// Package pdf writes a report's document tree as a tagged PDF.
//
// The writer is our own: it sets the type, breaks lines and pages, cuts the
// fonts down to the glyphs used, and writes the file. It reads no clock, no
// environment and no file outside the program, and it never ranges over a map
// into the output, so the same tree gives the same bytes everywhere.
//
// Lengths are int64 thousandths of a point (the type length); text is measured
// in thousandths of an em, which is the unit of the fonts' own advances, so
// that layout has no rounding that depends on the machine.
//
// The way from tree to file:
//
//	check       refuses a tree that can't be set as it says
//	layouter    turns blocks into pieces, strips that no page break cuts
//	flow        stacks pieces on pages
//	painter     turns a page's marks into a content stream and structure
//	file        numbers objects and writes them
//
// docs/design/pdf.md has the reasons.
package pdf

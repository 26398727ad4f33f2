package program

import "regexp"

// Shape says what a value of a program may be. The shapes are the one place
// where the keys of the files are written down: the reader checks files
// against them, and the JSON Schema for editors is made from them.
type Shape struct {
	Kind ShapeKind
	// Keys are those of an Object, in the order in which a person writes them.
	Keys []Key
	// Values is the shape of what a List or Map holds.
	Values *Shape
	// NotEmpty: a List or Map must hold something.
	NotEmpty bool
	// Words are the only values of a Word.
	Words []string
	// Pattern is what a Text, or a key of a Map, must match; Form says so in
	// words.
	Pattern *regexp.Regexp
	Form    string
	// Short is the shape of the scalar that may stand for an Object.
	Short *Shape
	// Minimum and Maximum bound an Integer.
	Minimum, Maximum int
	// Literal: a parameter (${name}) is not replaced in it.
	Literal bool
}

// Key is one key of an Object.
type Key struct {
	Name     string
	Doc      string // one sentence for a person who writes the file
	Shape    *Shape
	Required bool
}

// ShapeKind is a kind of value.
type ShapeKind int

// The kinds of value.
const (
	Object  ShapeKind = iota // fixed keys
	Map                      // keys that the person chooses
	List                     // values in order
	Text                     // text that is not empty; a number counts as its digits
	SQL                      // SQL; a parameter is never replaced in it
	Word                     // one of a few words
	Integer                  // a whole number
	Boolean                  // true or false
	Date                     // a day: 2026-06-30
)

// FileKind is a kind of YAML file of a program.
type FileKind struct {
	Name string // engagement, controls, …: the argument of tickmark schema
	// Where says which files are of the kind, from the program's folder with
	// the default names of the parties' folders.
	Where string
	Doc   string
	// Item is the shape of the file or, with Plural, of one item.
	Item *Shape
	// Plural, when set, is the key under which the file may hold a list of
	// items instead of one item.
	Plural string
}

func object(keys ...Key) *Shape { return &Shape{Kind: Object, Keys: keys} }

func required(name, doc string, s *Shape) Key {
	return Key{Name: name, Doc: doc, Shape: s, Required: true}
}

func optional(name, doc string, s *Shape) Key { return Key{Name: name, Doc: doc, Shape: s} }

func list(values *Shape) *Shape { return &Shape{Kind: List, Values: values} }

func someOf(values *Shape) *Shape { return &Shape{Kind: List, Values: values, NotEmpty: true} }

func words[T ~string](values ...T) *Shape {
	s := &Shape{Kind: Word}
	for _, v := range values {
		s.Words = append(s.Words, string(v))
	}
	return s
}

func text(pattern, form string) *Shape {
	return &Shape{Kind: Text, Pattern: regexp.MustCompile(`^(?:` + pattern + `)$`), Form: form}
}

// Shapes that several files use.
var (
	anyText     = &Shape{Kind: Text}
	sqlText     = &Shape{Kind: SQL}
	yesNo       = &Shape{Kind: Boolean}
	day         = &Shape{Kind: Date}
	identifier  = text(`[A-Za-z][A-Za-z0-9._-]{0,63}`, "an id has letters, digits, dots, dashes and underscores, and begins with a letter")
	sqlName     = text(`[a-z][a-z0-9_]{0,62}`, "a name in SQL has small letters, digits and underscores, and begins with a letter")
	variable    = text(`[A-Za-z_][A-Za-z0-9_]*`, "an environment variable has letters, digits and underscores")
	fraction    = text(`0|1|0?\.[0-9]{1,9}|1\.0+`, "a rate is a decimal fraction from 0 to 1, such as 0.05")
	decimalText = text(`-?[0-9]{1,38}(?:\.[0-9]{1,38})?`, "a figure has digits and at most one decimal point, such as 1829.10")
	criterionID = text(`[A-Z]+[0-9]+\.[0-9]+`, "a criterion is written like CC6.1")
)

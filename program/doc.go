// Package program reads a program: the folder in which management describes
// its system, controls and populations, and the practitioner its plan and
// procedures. Its files and keys are described in
// docs/design/program-format.md.
//
// [Load] reads the whole folder and reports every fault in one run, each with
// its file, line and column, an excerpt, and what to do. Nothing is guessed:
// an unknown key, file, criterion or column is a fault. A program that has a
// fault is not returned.
//
// The package imports no engine: SQL is parsed by the [SQLParser] that the
// caller gives.
package program

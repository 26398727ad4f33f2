// Package engagement is the engagement file and what is done with it: a
// program is sealed, populations are collected and sealed, procedures are
// fixed and performed, and the whole is folded into one examination.
//
// The file is an append-only log with the objects that its entries name.
// Everything else (this package's state included) is a fold over the log and
// can be rebuilt from it. Nothing is updated and nothing is deleted: what
// changes is written again, and names what it supersedes.
package engagement

// Package soc holds the nouns of a SOC examination and the rules that belong
// to them, named as the field names them. A file is named after its noun.
//
// The package imports the standard library only. Every other package may
// import it; it imports none of them.
//
// Times: an instant is a [time.Time] in UTC. A day in the life of the service
// organization is a [Date], which has no zone of its own and takes the one of
// its [Engagement].
package soc

package program

import "github.com/tickmark-audit/tickmark/soc"

// typeText is how a column's type is written.
var typeText = text(`text|integer|boolean|date|timestamp|decimal\([0-9]{1,2}, ?[0-9]{1,2}\)`,
	"a column's type is text, integer, decimal(p,s), boolean, date or timestamp")

var columnShape = &Shape{Kind: Object, Short: typeText, Keys: []Key{
	required("type", "text, integer, decimal(p,s), boolean, date or timestamp.", typeText),
	optional("from", "Name of the field in the source, when it differs.", anyText),
	optional("format", `How dates and times are written: rfc3339, iso_date, or a Go layout such as "2006-01-02 15:04:05".`, anyText),
	optional("time_zone", "Zone of timestamps that are written without one.", anyText),
	optional("true", "The word for true of a boolean.", anyText),
	optional("false", "The word for false of a boolean.", anyText),
	optional("null", "Texts that mean no value.", list(&Shape{Kind: Text})),
	optional("keep_empty", "true: empty text is a value, not a missing one.", yesNo),
	optional("required", "true: a missing value is a failed cast.", yesNo),
	optional("values", "The only texts that the column may hold.", someOf(anyText)),
}}

var fileSourceShape = object(
	required("path", "Path inside the program's folder, with slashes; a parameter may give an absolute one.", anyText),
	required("format", "How the records are written.", words("csv", "jsonl", "xlsx", "parquet")),
	optional("compression", "csv and jsonl: none when absent.", words("none", "gzip")),
	optional("encoding", "csv and jsonl: utf-8 when absent.", words("utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1")),
	optional("delimiter", `csv: the character between fields; "," when absent.`, text(`[^\n\r"]`, "the delimiter is one character")),
	optional("quote", `csv: the character around fields; '"' when absent; none: nothing is quoted.`, text(`[^\n\r]|none`, "the quote is one character, or none")),
	optional("header", "csv: whether the first record names the fields; true when absent.", yesNo),
	optional("sheet", "xlsx: name of the sheet; the only sheet when absent.", anyText),
	optional("header_row", "xlsx: the row that names the fields; 1 when absent.", &Shape{Kind: Integer, Minimum: 1, Maximum: 1_000_000}),
)

var gitSourceShape = object(
	required("repository", "Path of the repository inside the program's folder; a parameter may give an absolute one.", anyText),
	required("branch", "Branch.", anyText),
	optional("history", "all: every commit that the branch reaches. first_parent: its own line only. all when absent.", words("all", "first_parent")),
)

var sqlSourceShape = object(
	required("driver", "The database.", words("postgres", "mysql")),
	required("dsn_env", "Environment variable that holds the connection string; a program never holds a secret.", variable),
	required("query", "SELECT in the database's own SQL; run read-only.", sqlText),
	optional("parameters", "Values bound to the query, in the order in which they are written.", &Shape{Kind: Map, Values: anyText}),
)

var commandSourceShape = object(
	required("run", "Program and arguments; no shell reads them.", someOf(anyText)),
	required("output", "What it writes: JSON lines or Singer messages.", words("jsonl", "singer")),
	optional("stream", "singer: name of the stream.", anyText),
	optional("env", "Environment variables that it may see.", list(variable)),
	optional("timeout", `How long it may run, such as "10m"; ten minutes when absent.`, anyText),
)

var termShape = object(
	required("population", "The population.", sqlName),
	optional("sum", "Column that is summed; rows are counted when absent.", sqlName),
	optional("where", "SQL predicate that narrows its rows.", sqlText),
	optional("minus", "true: the figure is subtracted.", yesNo),
)

var reconcileShape = object(
	required("name", "Names it within the population.", sqlName),
	required("statement", "What must hold, in a sentence.", anyText),
	required("rule", "same_keys: each row has one in the other population, and the other way about. left_in_right: each row has one there. totals: two sums are equal.",
		words(soc.SameKeys, soc.LeftInRight, soc.Totals)),
	optional("with", "same_keys and left_in_right: the other population.", sqlName),
	optional("on", "same_keys and left_in_right: columns here and the columns there that they are equal to.", &Shape{
		Kind: Map, Values: sqlName, NotEmpty: true, Pattern: sqlName.Pattern, Form: sqlName.Form,
	}),
	optional("where", "same_keys and left_in_right: SQL predicate that narrows the rows here.", sqlText),
	optional("with_where", "same_keys and left_in_right: SQL predicate that narrows the rows there.", sqlText),
	optional("left", "totals: the terms that are added up.", someOf(termShape)),
	optional("right", "totals: the terms that they must equal.", someOf(termShape)),
)

var populationShape = object(
	required("name", "Name of the table in SQL.", sqlName),
	required("title", "A few words.", anyText),
	required("definition", "What one row is, and what the whole holds.", anyText),
	optional("owner", "The role that answers for the source.", anyText),
	required("rows", "events: things that happened. register: things that exist over time. snapshot: a state at one time.",
		words(soc.Events, soc.Register, soc.Snapshot)),
	required("key", "Columns that name a row.", someOf(sqlName)),
	optional("date", "Column that places a row in the period; required for events.", sqlName),
	optional("outside_period", "What a row outside the period means; counted when absent.", words(soc.OutsideCounted, soc.OutsideRefused)),
	required("source", "Where the records come from: exactly one kind.", object(
		optional("file", "A file.", fileSourceShape),
		optional("git", "The commits of a branch of a repository on this machine.", gitSourceShape),
		optional("sql", "A query to a database.", sqlSourceShape),
		optional("command", "A program that writes records.", commandSourceShape),
	)),
	required("columns", "The columns and their types.", &Shape{
		Kind: Map, Values: columnShape, NotEmpty: true, Pattern: sqlName.Pattern, Form: sqlName.Form,
	}),
	optional("ignore", "Fields of the source that are left out on purpose.", list(anyText)),
	optional("control_totals", "Figures that the source itself states.", list(object(
		optional("rows", "Number of rows.", &Shape{Kind: Integer, Minimum: 0, Maximum: 1<<53 - 1}),
		optional("sum", "Column that is summed.", sqlName),
		optional("value", "With sum: the sum.", decimalText),
		required("source", "Where the figure was read, and when.", anyText),
	))),
	optional("reconcile", "What the population is set beside: each is computed once all populations are sealed.", someOf(reconcileShape)),
	optional("sequence", "Integer column that the source numbers without gaps.", sqlName),
	optional("exclusions", "What the extraction leaves out on purpose.", list(object(
		required("what", "What is left out.", anyText),
		required("reason", "Why.", anyText),
	))),
)

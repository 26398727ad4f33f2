package program

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// reservedNames are the tables that SQL sees beside the populations.
var reservedNames = []string{"period", "calendar", "scope", "expected", "items"}

// sqlWords cannot name a table in SQL without quotes, on one engine or
// another.
var sqlWords = strings.Fields(`all analyse analyze and any array as asc asymmetric at between both case cast check
	collate column constraint create cross default deferrable desc describe distinct do else end except exists false fetch
	for foreign from full grant group having in initially inner intersect into is join lateral leading left like limit
	natural not null offset on only or order outer pivot placing primary qualify references returning right select show
	some summarize symmetric table then to trailing true union unique unpivot user using values variadic when where
	window with`)

func readPopulations(l *loader, f *file) {
	l.readItems(f, "populations", "the population", populationShape, l.readPopulation)
}

func (l *loader) readPopulation(n *node) {
	p := Population{Population: soc.Population{
		Name: n.value("name"), Title: n.value("title"), Definition: n.value("definition"), Owner: n.value("owner"),
		Rows: soc.RowKind(n.value("rows")), Key: n.values("key"), DateColumn: n.value("date"),
		OutsidePeriod: soc.OutsidePeriod(n.value("outside_period")), Sequence: n.value("sequence"),
	}, Ignore: n.values("ignore")}
	if p.OutsidePeriod == "" {
		p.OutsidePeriod = soc.OutsideCounted
	}
	if slices.Contains(sqlWords, p.Name) {
		l.fault(n.where("name"), "choose another name: "+p.Name+" is a word of SQL", "a population cannot have the name %s", p.Name)
	}
	if slices.Contains(reservedNames, p.Name) {
		l.fault(n.where("name"), "choose another name: SQL uses "+strings.Join(reservedNames, ", ")+" for tables of its own", "a population cannot have the name %s", p.Name)
	}
	for _, e := range n.get("columns").fields() {
		p.Columns = append(p.Columns, l.readColumn(e))
	}
	for _, x := range n.list("exclusions") {
		p.Exclusions = append(p.Exclusions, soc.Exclusion{What: x.value("what"), Reason: x.value("reason")})
	}
	p.Source = l.readSource(n.get("source"))
	l.checkColumnUses(n, &p)
	l.checkFields(n, &p)
	l.readControlTotals(n, &p)
	l.readReconciliations(n, &p)
	l.populations = append(l.populations, item[Population]{p, n})
}

// fields returns the entries of a map whose keys and values carry no fault.
func (n *node) fields() []entry {
	if n == nil {
		return nil
	}
	var list []entry
	for _, e := range n.entries {
		if !e.key.bad && !e.value.bad && e.value.kind != absent {
			list = append(list, e)
		}
	}
	return list
}

// whole reports whether every entry of a map carries no fault, so that what
// is not among them is not there.
func (n *node) whole() bool { return n != nil && len(n.fields()) == len(n.entries) }

var decimalType = regexp.MustCompile(`^decimal\(([0-9]+), ?([0-9]+)\)$`)

// readColumn reads one column; the short form gives the type alone.
func (l *loader) readColumn(e entry) soc.Column {
	n, typeNode := e.value, e.value
	if n.kind == mapping {
		typeNode = n.where("type")
	}
	c := soc.Column{
		Name: e.key.text, From: n.value("from"), Format: n.value("format"), TimeZone: n.value("time_zone"),
		True: n.value("true"), False: n.value("false"), Null: n.values("null"), Values: n.values("values"),
		KeepEmpty: n.value("keep_empty") == "true", Required: n.value("required") == "true",
	}
	written := typeNode.text
	if m := decimalType.FindStringSubmatch(written); m != nil {
		c.Type = soc.Decimal
		c.Precision, _ = strconv.Atoi(m[1])
		c.Scale, _ = strconv.Atoi(m[2])
		if c.Precision < 1 || c.Precision > 38 || c.Scale > c.Precision {
			l.fault(typeNode, "write decimal(digits, digits after the point), such as decimal(18,2)", "%s: a decimal has 1 to 38 digits, and not more after the point than in all", written)
		}
	} else {
		c.Type = soc.ColumnType(written)
	}
	l.checkColumn(n, c)
	return c
}

// checkColumn reports keys that do not go with the type of the column.
func (l *loader) checkColumn(n *node, c soc.Column) {
	if n.kind != mapping || c.Type == "" {
		return
	}
	only := func(key string, types ...soc.ColumnType) {
		if n.has(key) && !slices.Contains(types, c.Type) {
			var named []string
			for _, t := range types {
				named = append(named, string(t))
			}
			l.fault(n.entry(key).key, "remove it; it goes with "+strings.Join(named, " and "), "the column %s is %s, which has no %s", c.Name, c.Type, key)
		}
	}
	only("format", soc.Day, soc.Timestamp)
	only("time_zone", soc.Timestamp)
	only("true", soc.Boolean)
	only("false", soc.Boolean)
	only("values", soc.Text)
	only("keep_empty", soc.Text)
	if c.Type == soc.Boolean && n.has("true") != n.has("false") {
		l.fault(n, "write both", "the column %s names the word for one of true and false only", c.Name)
	} else if c.Type == soc.Boolean && c.True != "" && c.True == c.False {
		l.fault(n.where("false"), "write the word that the source uses for false", "the column %s has the same word for true and false", c.Name)
	}
	if zone := n.get("time_zone"); zone != nil && c.Type == soc.Timestamp {
		l.checkZone(zone)
	}
	if format := n.get("format"); format != nil && (c.Type == soc.Day || c.Type == soc.Timestamp) {
		l.checkFormat(format, c.Type)
	}
}

// checkFormat reports a layout that cannot tell one day, or one time of a
// day, from another: most often one in the notation of another language.
func (l *loader) checkFormat(n *node, t soc.ColumnType) {
	switch {
	case n.text == "iso_date" && t == soc.Timestamp:
		l.fault(n, `use rfc3339 or a layout with a time, such as "2006-01-02 15:04:05"`, "a timestamp needs a time of day, which iso_date does not have")
	case n.text == "iso_date", n.text == "rfc3339":
	default:
		first := time.Date(2021, time.April, 3, 1, 5, 0, 0, time.UTC)
		for _, other := range []time.Time{first.AddDate(1, 0, 0), first.AddDate(0, 1, 0), first.AddDate(0, 0, 1)} {
			if first.Format(n.text) == other.Format(n.text) {
				l.fault(n, `write the moment 2006-01-02 15:04:05 in the source's way, such as "01/02/2006"; or rfc3339 or iso_date`, "the format %s does not hold a year, a month and a day", quoted(n.text))
				return
			}
		}
		if t == soc.Timestamp && first.Format(n.text) == first.Add(time.Hour).Format(n.text) {
			l.fault(n, `write the hour as 15, minutes as 04 and seconds as 05`, "the format %s of a timestamp holds no hour", quoted(n.text))
		}
	}
}

// checkColumnUses reports key, date, sequence columns that are not there or
// are of a type that does not fit.
func (l *loader) checkColumnUses(n *node, p *Population) {
	var columns []string
	for _, c := range p.Columns {
		columns = append(columns, c.Name)
	}
	complete := n.get("columns").whole()
	use := func(at *node, key string, types ...soc.ColumnType) {
		c := p.Column(at.text)
		if c == nil {
			if complete {
				l.fault(at, didYouMean(at.text, columns, "column in this population"), "%s names the column %s, which the population does not have", key, quoted(at.text))
			}
			return
		}
		if len(types) > 0 && c.Type != "" && !slices.Contains(types, c.Type) {
			l.fault(at, "declare the column with a type that fits, or name another", "%s names the column %s, which is %s", key, c.Name, c.Type)
		}
	}
	for _, k := range n.list("key") {
		use(k, "key")
	}
	if d := n.get("date"); d != nil {
		use(d, "date", soc.Day, soc.Timestamp)
	}
	if s := n.get("sequence"); s != nil {
		use(s, "sequence", soc.Integer)
	}
	for _, t := range n.list("control_totals") {
		if sum := t.get("sum"); sum != nil {
			use(sum, "sum", soc.Integer, soc.Decimal)
		}
	}
	if p.Rows == soc.Events && !n.has("date") {
		l.fault(n.where("rows"), "add date: the column that says when it happened", "a population of events needs a date, which places each in the period")
	}
	if n.has("outside_period") && !n.has("date") {
		l.fault(n.where("outside_period"), "add date, or remove outside_period", "outside_period says nothing for rows without a date")
	}
}

// checkFields reports a field of the source that is read twice, or both read
// and ignored.
func (l *loader) checkFields(n *node, p *Population) {
	column := map[string]string{}
	for _, e := range n.get("columns").fields() {
		field := e.key.text
		if from := e.value.value("from"); from != "" {
			field = from
		}
		if other, twice := column[field]; twice {
			l.fault(e.key, "remove one of the two, or name another field with from", "the columns %s and %s read the same field %s", other, e.key.text, quoted(field))
		}
		column[field] = e.key.text
	}
	for _, ignored := range n.list("ignore") {
		if c := column[ignored.text]; c != "" {
			l.fault(ignored, "remove one of the two", "the field %s is ignored, but the column %s reads it", quoted(ignored.text), c)
		}
	}
}

func (l *loader) readControlTotals(n *node, p *Population) {
	for _, t := range n.list("control_totals") {
		total := soc.ControlTotal{Column: t.value("sum"), Value: t.value("value"), Source: t.value("source")}
		switch {
		case t.has("rows") && (t.has("sum") || t.has("value")):
			l.fault(t, "write two control totals", "a control total is rows, or sum and value, not both")
		case t.has("rows"):
			total.Value = t.value("rows")
		case !t.has("sum") || !t.has("value"):
			l.fault(t, "write rows: 3120, or sum: amount and value: \"1829.10\"", "a control total needs rows, or sum and value")
		}
		p.ControlTotals = append(p.ControlTotals, total)
	}
}

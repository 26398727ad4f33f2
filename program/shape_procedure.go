package program

import "github.com/tickmark-audit/tickmark/soc"

var procedureShape = object(
	optional("id", `Id; the id of the control and "-T1" when absent.`, identifier),
	required("control", "Id of the control that is tested.", identifier),
	optional("title", "A few words.", anyText),
	required("nature", "How the evidence is obtained; inquiry is never alone.", someOf(words(soc.Natures...))),
	optional("population", "Population that the items are taken from.", sqlName),
	optional("date", `Column that places an item in the period; the population's own when absent, "none" for every row.`, sqlName),
	optional("where", "SQL predicate that narrows the population.", sqlText),
	optional("where_statement", "The same in words; required with where.", anyText),
	optional("every", "In place of population: one item for each unit of the calendar.", words(soc.Units...)),
	optional("for_each", "With every: one item for each unit and row of this population.", sqlName),
	optional("items", `SELECT over "scope" and any population that gives the items with more columns.`, sqlText),
	optional("key", "With items: key of an item, when a row of scope gives several.", someOf(sqlName)),
	required("attributes", "What is tested of every item.", &Shape{
		Kind: Map, NotEmpty: true, Pattern: text(`[A-Z][A-Z0-9]{0,3}`, "").Pattern,
		Form: "an attribute's id is a capital letter, such as A",
		Values: object(
			required("statement", "What is tested, in words.", anyText),
			optional("pass", "SQL predicate; NULL means that it cannot be said.", sqlText),
			optional("applies", "SQL predicate; false means not applicable.", sqlText),
			optional("inspect", "In place of pass: what a person must read.", anyText),
		),
	}),
	optional("show", "Columns that are kept with each result.", list(sqlName)),
)

// FileKinds returns the kinds of YAML file in the order in which a person
// meets them.
func FileKinds() []FileKind {
	return []FileKind{
		{Name: "engagement", Where: "engagement.yaml", Doc: "The engagement: report, period, categories, system.", Item: engagementShape},
		{Name: "controls", Where: "management/controls/*.yaml", Doc: "Controls, as management describes them.", Item: controlShape, Plural: "controls"},
		{Name: "populations", Where: "management/populations/*.yaml", Doc: "Populations that tests are run on.", Item: populationShape, Plural: "populations"},
		{Name: "procedures", Where: "practitioner/procedures/*.yaml", Doc: "Tests of controls.", Item: procedureShape, Plural: "procedures"},
		{Name: "plan", Where: "practitioner/plan.yaml", Doc: "The practitioner's plan.", Item: planShape},
		{Name: "objectives", Where: "management/objectives.yaml", Doc: "SOC 1: control objectives.", Item: objectivesShape},
		{Name: "transactions", Where: "management/transactions.yaml", Doc: "SOC 1: classes of transactions.", Item: transactionsShape},
		{Name: "components", Where: "management/components.yaml", Doc: "Components of the system and its boundary.", Item: componentsShape},
		{Name: "cuecs", Where: "management/cuecs.yaml", Doc: "Complementary user entity controls.", Item: cuecsShape},
		{Name: "user_responsibilities", Where: "management/user_responsibilities.yaml", Doc: "Advice to user entities.", Item: userResponsibilitiesShape},
		{Name: "csocs", Where: "management/csocs.yaml", Doc: "Complementary subservice organization controls.", Item: csocsShape},
		{Name: "subservice_reports", Where: "management/subservice_reports.yaml", Doc: "SOC reports of subservice organizations.", Item: subserviceReportsShape},
		{Name: "vendors", Where: "management/vendors.yaml", Doc: "Suppliers that are not subservice organizations.", Item: vendorsShape},
		{Name: "commitments", Where: "management/commitments.yaml", Doc: "Service commitments and system requirements.", Item: commitmentsShape},
		{Name: "not_relevant", Where: "management/not_relevant.yaml", Doc: "Criteria that are not relevant.", Item: notRelevantShape},
		{Name: "incidents", Where: "management/incidents.yaml", Doc: "Incidents of the system.", Item: incidentsShape},
		{Name: "changes", Where: "management/changes.yaml", Doc: "Significant changes in the period.", Item: changesShape},
		{Name: "responses", Where: "management/responses.yaml", Doc: "Management's responses to deviations.", Item: responsesShape},
		{Name: "roll-forward", Where: "management/roll-forward.yaml and practitioner/roll-forward.yaml", Doc: "What a party carried over from the period before.", Item: rollForwardShape},
		{Name: "description", Where: "front matter of management/description/*.md", Doc: "Front matter of a section of the description.", Item: descriptionShape},
		{Name: "included_assertion", Where: "front matter of management/assertions/*.md", Doc: "Front matter of the assertion of a subservice organization that is included.", Item: includedAssertionShape},
	}
}

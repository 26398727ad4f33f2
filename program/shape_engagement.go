package program

import "github.com/tickmark-audit/tickmark/soc"

var categoryWord = words(soc.Security, soc.Availability, soc.ProcessingIntegrity, soc.Confidentiality, soc.Privacy)

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// supplierTestShape is the decision whether a supplier is a subservice
// organization or a vendor.
var supplierTestShape = object(
	required("relevant", "Whether what it does is part of the services that users of the report use.", yesNo),
	required("necessary", "Whether controls at the supplier are necessary together with ours.", yesNo),
	required("monitoring_suffices", "Whether our own monitoring of it is enough by itself.", yesNo),
	required("reason", "Why the answers are so.", anyText),
	required("decided_by", "The role that decided.", anyText),
)

var parameterShape = object(
	required("description", "What the value is, for the person who names it.", &Shape{Kind: Text, Literal: true}),
	optional("required", "true: the value must be named on the command line.", &Shape{Kind: Boolean, Literal: true}),
	optional("default", "The value when none is named.", &Shape{Kind: Text, Literal: true}),
)

var engagementShape = object(
	required("report", "The kind of report.", words(soc.SOC1, soc.SOC2, soc.SOC3)),
	optional("type", "1: design as of a date. 2: design and operation throughout a period. A SOC 3 has none.", &Shape{Kind: Integer, Minimum: 1, Maximum: 2}),
	optional("period", "Type 2 and SOC 3: the first and the last day, both included.", object(
		required("from", "First day.", day),
		required("to", "Last day.", day),
	)),
	optional("as_of", "Type 1: the day.", day),
	required("time_zone", "IANA name of the zone in which days begin and end, such as America/New_York.", anyText),
	optional("weekend", "Days of the week without work; saturday and sunday when absent.", list(words(weekdays...))),
	optional("holidays", "Other days without work.", list(object(
		required("date", "The day.", day),
		required("name", "Its name.", anyText),
	))),
	optional("categories", "SOC 2 and SOC 3: trust services categories; security is always one.", someOf(categoryWord)),
	required("service_organization", "The service organization.", object(
		required("name", "Its name.", anyText),
		optional("city", "City.", anyText),
		optional("state", "State or country.", anyText),
	)),
	required("system", "The system that is described and examined.", object(
		required("name", "Its name.", anyText),
		optional("summary", "What it is, in one sentence.", anyText),
	)),
	optional("subservice_organizations", "Suppliers whose controls are necessary together with ours.", list(object(
		required("name", "Name.", anyText),
		required("services", "What it does for the system.", anyText),
		required("method", "carve_out: its controls are left out. inclusive: they are described and tested.", words("carve_out", "inclusive")),
		optional("criteria", "SOC 2 and SOC 3: criteria that its controls help to meet.", list(criterionID)),
		optional("objectives", "SOC 1: control objectives that its controls help to achieve.", list(identifier)),
		optional("test", "The decision that makes it a subservice organization.", supplierTestShape),
		optional("monitoring", "Ids of our controls that watch over it.", list(identifier)),
	))),
	optional("practitioner", "The CPA firm.", object(
		required("name", "Name.", anyText),
		optional("city", "City.", anyText),
		optional("state", "State or country.", anyText),
		optional("licence", "Its licence to do attest work.", object(
			required("jurisdiction", "Who gave it.", anyText),
			required("number", "Its number.", anyText),
		)),
	)),
	optional("folders", "Where the parts of the two parties are.", object(
		optional("management", `Folder of management's part; "management" when absent.`, &Shape{Kind: Text, Literal: true}),
		optional("practitioner", `Folder of the practitioner's part; "practitioner" when absent.`, &Shape{Kind: Text, Literal: true}),
	)),
	optional("example", "true only for programs that ship with Tickmark: every page says EXAMPLE.", yesNo),
	optional("parameters", "Values that a person names on the command line: --set name=value.", &Shape{
		Kind: Map, Values: parameterShape, Literal: true,
		Pattern: sqlName.Pattern, Form: "a parameter's name has small letters, digits and underscores, and begins with a letter",
	}),
)

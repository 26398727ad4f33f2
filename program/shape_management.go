package program

import "github.com/tickmark-audit/tickmark/soc"

var controlShape = object(
	required("id", "Id that the report shows, such as CHG-01.", identifier),
	required("title", "A few words.", anyText),
	required("statement", "Who does what, when, on what, and how it is evidenced.", anyText),
	optional("criteria", "SOC 2 and SOC 3: ids of the criteria that it serves.", someOf(criterionID)),
	optional("objectives", "SOC 1: ids of the control objectives that it serves.", someOf(identifier)),
	required("owner", "The role that answers for it, never a person's name.", anyText),
	required("frequency", "How often it is performed.", words(soc.Frequencies...)),
	required("nature", "How it is performed.", words(soc.ControlNatures...)),
	required("purpose", "What it does about a risk.", words(soc.ControlPurposes...)),
	optional("effective_from", "First day of its operation, when that is not the whole period.", day),
	optional("effective_to", "Last day of its operation.", day),
	optional("components", "Components of the system that it works on.", list(anyText)),
	optional("supersedes", "Id of the control whose place it took: a changed control is two controls, each tested for its part.", identifier),
	optional("compensates", "Ids of the controls whose failure it makes up for.", someOf(identifier)),
	optional("organization", "Included subservice organization that performs it; the service organization when absent.", anyText),
)

var commitmentsShape = object(required("commitments", "Principal service commitments and system requirements.", someOf(object(
	required("id", "Id, such as SC-1.", identifier),
	required("kind", "A commitment to customers, or a requirement of the system.", words("commitment", "requirement")),
	required("statement", "What is promised or required.", anyText),
	required("category", "The category that it belongs to.", categoryWord),
	required("source", "Where it is written: contract, service level agreement, notice, law.", anyText),
))))

var incidentsShape = object(
	required("incidents", "Incidents of the system that the description may have to disclose.", list(object(
		required("id", "Id, such as INC-1.", identifier),
		required("date", "Day on which it began.", day),
		required("summary", "What happened.", anyText),
		required("disclose", "Whether the description discloses it.", yesNo),
		required("reason", "Why it is disclosed, or why not.", anyText),
		optional("effect", "How far it reached, and whom it touched.", anyText),
		optional("disposition", "What was done about it.", anyText),
		optional("reviewer", "The role that reviewed the decision.", anyText),
	))),
	optional("register", "Where incidents were looked for, by which role, and when; required when there are none.", anyText),
)

var changesShape = object(required("changes", "Significant changes of the system and its controls in the period.", someOf(object(
	required("id", "Id, such as CH-1.", identifier),
	required("date", "Day of the change.", day),
	required("what", "What changed.", anyText),
	required("effect", "What it means for users and for what the controls achieve.", anyText),
	optional("superseded", "Ids of the controls that ended with it.", someOf(identifier)),
	optional("successors", "Ids of the controls that took their place.", someOf(identifier)),
))))

var notRelevantShape = object(required("not_relevant", "Criteria in scope that are not relevant to the system.", someOf(object(
	required("criterion", "The criterion.", criterionID),
	required("reason", "Why it is not relevant.", anyText),
	required("reviewer", "The role that reviewed the reason.", anyText),
))))

var objectivesShape = object(required("objectives", "SOC 1: what the controls are to achieve, as management states it.", someOf(object(
	required("id", "Id, such as CO-1.", identifier),
	required("statement", "Controls provide reasonable assurance that …", anyText),
	required("area", "A word or two: access, change, processing, settlement.", anyText),
	required("assertions", "Assertions in users' financial statements that it bears on.", someOf(words(soc.Assertions...))),
	optional("transactions", "Ids of the classes of transactions that it is about.", someOf(identifier)),
	required("risks", "What could go wrong.", someOf(anyText)),
))))

var transactionsShape = object(required("transactions", "SOC 1: classes of transactions that are processed for user entities.", someOf(object(
	required("id", "Id, such as TX-1.", identifier),
	required("name", "Name.", anyText),
	required("description", "How they begin, and what they become.", anyText),
))))

var responsesShape = object(required("responses", "What management says about deviations; unaudited, in Section V.", someOf(object(
	required("control", "Id of the control.", identifier),
	required("text", "The response.", anyText),
))))

var planShape = object(
	optional("risks", "Risks that the tests answer.", list(object(
		required("id", "Id, such as R-1.", identifier),
		required("statement", "What could go wrong.", anyText),
		required("controls", "Ids of the controls whose tests answer it.", list(identifier)),
	))),
	optional("materiality", "How materiality is judged.", anyText),
	optional("team", "Who is on the engagement, by role.", list(object(
		required("role", "Role.", anyText),
		optional("competence", "Why the person fits it.", anyText),
	))),
	optional("tolerable_rate", "Rate of deviation that may be tolerated, such as 0.05.", fraction),
	optional("expected_rate", "Rate of deviation that is expected.", fraction),
	optional("retention_years", "Years for which the firm keeps the file.", &Shape{Kind: Integer, Minimum: 1, Maximum: 99}),
	optional("quality_review", "What the firm's policy says of an engagement quality review of this engagement.", words(soc.ReviewRequired, soc.ReviewNotRequired)),
)

var includedAssertionShape = object(
	required("organization", "The subservice organization that makes the assertion, as engagement.yaml names it.", anyText),
)

var descriptionShape = object(
	required("criterion", "What the section answers: DC 1 to DC 9 (SOC 2), S1-D1 to S1-D10 (SOC 1), BOUNDARY or COMMITMENTS (SOC 3).",
		text(`DC [1-9]|S1-D(?:[1-9]|10)|BOUNDARY|COMMITMENTS`, "write DC 1 to DC 9 (SOC 2), S1-D1 to S1-D10 (SOC 1), or BOUNDARY or COMMITMENTS (SOC 3)")),
	required("title", "Title of the section.", anyText),
)

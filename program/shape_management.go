package program

import "github.com/tickmark-audit/tickmark/soc"

var controlShape = object(
	required("id", "Id that the report shows, such as CHG-01.", identifier),
	required("title", "A few words.", anyText),
	required("statement", "Who does what, when, on what, and how it is evidenced.", anyText),
	required("criteria", "Ids of the criteria that it serves.", someOf(criterionID)),
	required("owner", "The role that answers for it, never a person's name.", anyText),
	required("frequency", "How often it is performed.", words(soc.Frequencies...)),
	required("nature", "How it is performed.", words(soc.ControlNatures...)),
	required("purpose", "What it does about a risk.", words(soc.ControlPurposes...)),
	optional("effective_from", "First day of its operation, when that is not the whole period.", day),
	optional("effective_to", "Last day of its operation.", day),
	optional("components", "Components of the system that it works on.", list(anyText)),
)

var cuecsShape = object(required("cuecs", "Complementary user entity controls.", someOf(object(
	required("id", "Id, such as CUEC-1.", identifier),
	required("statement", "What a user entity must do.", anyText),
	required("criteria", "Criteria that it is necessary for.", someOf(criterionID)),
))))

var csocsShape = object(required("csocs", "Complementary subservice organization controls.", someOf(object(
	required("id", "Id, such as CSOC-1.", identifier),
	required("organization", "A subservice organization of engagement.yaml that is carved out.", anyText),
	required("statement", "The type of control that is expected there.", anyText),
	required("criteria", "Criteria that it is necessary for.", someOf(criterionID)),
))))

var vendorsShape = object(required("vendors", "Suppliers that are not subservice organizations.", someOf(object(
	required("name", "Name.", anyText),
	required("services", "What it does.", anyText),
))))

var commitmentsShape = object(required("commitments", "Principal service commitments and system requirements.", someOf(object(
	required("id", "Id, such as SC-1.", identifier),
	required("kind", "A commitment to customers, or a requirement of the system.", words("commitment", "requirement")),
	required("statement", "What is promised or required.", anyText),
	required("category", "The category that it belongs to.", categoryWord),
	required("source", "Where it is written: contract, service level agreement, notice, law.", anyText),
))))

var incidentsShape = object(required("incidents", "Incidents of the system that the description may have to disclose.", someOf(object(
	required("id", "Id, such as INC-1.", identifier),
	required("date", "Day on which it began.", day),
	required("summary", "What happened.", anyText),
	required("disclose", "Whether the description discloses it.", yesNo),
	required("reason", "Why it is disclosed, or why not.", anyText),
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
)

var descriptionShape = object(
	required("criterion", "The description criterion that the section answers: DC 1 to DC 9.", text(`DC [1-9]`, "a description criterion is DC 1 to DC 9")),
	required("title", "Title of the section.", anyText),
)

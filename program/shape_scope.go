package program

import "github.com/tickmark-audit/tickmark/soc"

var cuecsShape = object(required("cuecs", "Complementary user entity controls.", someOf(object(
	required("id", "Id, such as CUEC-1.", identifier),
	required("statement", "What a user entity must do.", anyText),
	optional("criteria", "SOC 2 and SOC 3: criteria that it is necessary for.", someOf(criterionID)),
	optional("objectives", "SOC 1: control objectives that it is necessary for.", someOf(identifier)),
	optional("commitments", "Ids of the commitments and requirements that it is necessary for.", someOf(identifier)),
))))

var userResponsibilitiesShape = object(required("user_responsibilities", "Advice to user entities, on which nothing depends.", someOf(object(
	required("id", "Id, such as UR-1.", identifier),
	required("statement", "What a user entity should do.", anyText),
))))

var csocsShape = object(required("csocs", "Complementary subservice organization controls.", someOf(object(
	required("id", "Id, such as CSOC-1.", identifier),
	required("organization", "A subservice organization of engagement.yaml that is carved out.", anyText),
	required("statement", "The type of control that is expected there.", anyText),
	optional("criteria", "SOC 2 and SOC 3: criteria that it is necessary for.", someOf(criterionID)),
	optional("objectives", "SOC 1: control objectives that it is necessary for.", someOf(identifier)),
))))

var vendorsShape = object(required("vendors", "Suppliers that are not subservice organizations.", someOf(object(
	required("name", "Name.", anyText),
	required("services", "What it does.", anyText),
	optional("test", "The decision that makes it a vendor only.", supplierTestShape),
))))

var subserviceReportsShape = object(required("subservice_reports", "SOC reports of subservice organizations, as they were reviewed.", someOf(object(
	required("organization", "A subservice organization of engagement.yaml.", anyText),
	required("report", "The kind of report.", words(soc.SOC1, soc.SOC2, soc.SOC3)),
	optional("type", "1 or 2; a SOC 3 has none.", &Shape{Kind: Integer, Minimum: 1, Maximum: 2}),
	optional("period", "Type 2 and SOC 3: the first and the last day.", object(
		required("from", "First day.", day),
		required("to", "Last day.", day),
	)),
	optional("as_of", "Type 1: the day.", day),
	required("scope", "Whether it covers the services that are used.", anyText),
	required("opinion", "The opinion.", words(soc.Unmodified, soc.Qualified, soc.Adverse, soc.Disclaimer)),
	optional("opinion_effect", "What a modified opinion means for the system.", anyText),
	required("deviations", "How the deviations that it lists were evaluated; that there are none, when there are none.", anyText),
	optional("cuecs", "Each control that it assumes of us.", list(object(
		required("cuec", "What it assumes.", anyText),
		optional("control", "Id of our control that is it.", identifier),
		optional("reason", "In place of control: why none is needed.", anyText),
	))),
	optional("gap", "How the days are covered that no report covers.", anyText),
	required("reviewed_by", "The role that reviewed it.", anyText),
	required("reviewed_on", "The day of the review.", day),
))))

// componentsShape has a list for each kind of component, none of them empty.
var componentsShape = func() *Shape {
	docs := map[soc.ComponentKind]string{
		soc.Infrastructure: "Sites, hardware, networks, hosting accounts.",
		soc.Software:       "Applications, databases, tools.",
		soc.People:         "Roles and teams that run and use the system.",
		soc.ProcedureKind:  "What people do by rule, and what runs by itself.",
		soc.Data:           "What is taken in, kept and given out.",
	}
	s := object(required("boundary", "What belongs to the system, and what does not.", anyText))
	for _, kind := range soc.ComponentKinds {
		s.Keys = append(s.Keys, required(string(kind), docs[kind], someOf(object(
			required("name", "Name, as controls use it.", anyText),
			required("description", "What it is for.", anyText),
			optional("organization", "Included subservice organization that it belongs to.", anyText),
		))))
	}
	return s
}()

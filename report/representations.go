package report

import "github.com/tickmark-audit/tickmark/soc"

// Representations lists what management has to represent in its letter for a
// report of these rules, in our words, each with the id by which the record
// representation-signed names it. The list is that of section 4.9 of the
// domain reference. included says that a subservice organization is included.
func Representations(rules soc.Rules, subservice, included bool) []Representation {
	aims := "the service commitments and system requirements"
	if rules.Objectives {
		aims = "the control objectives, and the risks that threaten them"
	}
	after := "the date"
	if rules.Period {
		after = "the last day of the period"
	}
	list := []Representation{
		{"assertion", "Our assertion is as we signed it, and we stand by it."},
		{"access", "We have given you all information that is relevant and all access to people and records that you asked for."},
		{"responsibilities", "We are responsible for the subject matter and the assertion, for selecting the criteria, and for " + aims + "."},
		{"deficiencies", "We have told you of every deficiency in the design of controls that we know of, and of every instance in which a control did not operate as described."},
		{"fraud", "We have told you of every known or suspected fraud, and of every instance of not complying with laws and regulations or uncorrected misstatement that may affect users."},
		{"incidents", "We have told you of every incident that kept us, or may have kept us, from achieving what the controls are for."},
		{"subsequent-events", "We have told you of every event after " + after + " up to the date of this letter that would change the description or the assertion."},
		{"uncorrected", "Misstatements that we have not corrected are immaterial, one by one and together."},
	}
	if rules.Objectives {
		list = append(list, Representation{"intentional-acts", "We have told you of every intentional act by management or employees that could harm the service to user entities, known or suspected."})
	}
	if subservice {
		words := "We have told you what we know of deficiencies and incidents at subservice organizations that bear on the system, and given you the reports on them that we reviewed."
		list = append(list, Representation{"subservice", words})
	}
	if included {
		list = append(list, Representation{"included", "Each subservice organization that is included gives you a letter of its own."})
	}
	return list
}

func (b *book) representations() []Representation {
	list := b.ex.Engagement.SubserviceOrganizations
	included := false
	for _, so := range list {
		included = included || so.Method == inclusive
	}
	return Representations(b.rules, len(list) > 0, included)
}

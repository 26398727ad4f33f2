package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

func init() {
	for kind, write := range map[ledger.Kind]func(json.RawMessage) string{
		ledger.AcceptanceDecided: recordSentence(func(soc.Acceptance) string { return "accepted the engagement" }),
		ledger.IndependenceStated: recordSentence(func(r soc.Independence) string {
			switch {
			case !r.Independent:
				return "stated not to be independent of " + r.Organization
			case r.Renewed:
				return "stated again to be independent of " + r.Organization
			}
			return "stated to be independent of " + r.Organization
		}),
		ledger.EngagementLetterSigned: recordSentence(func(r soc.EngagementLetter) string {
			return "signed the engagement letter of " + r.Date.Long()
		}),
		ledger.PriorReportConsidered: recordSentence(func(r soc.PriorReport) string {
			if r.None {
				return "recorded that there is no earlier report"
			}
			return "considered the earlier report, to " + r.To.Long()
		}),
		ledger.WalkthroughPerformed: recordSentence(func(r soc.Walkthrough) string {
			return fmt.Sprintf("walked through the control %s: design %s, %s", r.Control,
				either(r.DesignSuitable, "suitable", "not suitable"), either(r.Implemented, "implemented", "not implemented"))
		}),
		ledger.ItemTested: itemTestSentence,
		ledger.IPEAssessed: recordSentence(func(r soc.IPEAssessment) string {
			return fmt.Sprintf("assessed the population %s: %s", r.Population, either(r.Reliable, "reliable", "not reliable"))
		}),
		ledger.DeviationEvaluated: recordSentence(func(r soc.Evaluation) string {
			return fmt.Sprintf("evaluated %s of %s %s: %s", count(int(r.Deviations), "deviation"), r.Procedure, r.Attribute, r.Reading)
		}),
		ledger.OthersWorkConsidered: recordSentence(func(r soc.OthersWork) string {
			if !r.Used {
				return "recorded that no work of others was used"
			}
			return "considered the work of " + r.Who
		}),
		ledger.ReviewNoted: recordSentence(func(r soc.ReviewNote) string {
			return fmt.Sprintf("%s the review note %s on %s", either(r.Cleared, "cleared", "wrote"), r.ID, r.On)
		}),
		ledger.Reviewed: recordSentence(func(r soc.Review) string { return "reviewed " + r.Of }),
		ledger.ControlConcluded: recordSentence(func(r soc.ControlConclusion) string {
			return fmt.Sprintf("concluded on the control %s: design %s, %s", r.Control, spaced(r.Design), spaced(r.Operation)) + softer(r.SofterReason)
		}),
		ledger.CriterionConcluded: recordSentence(func(r soc.CriterionConclusion) string {
			return fmt.Sprintf("concluded on %s: %s by design, %s in operation", r.Criterion, met(r.Design), met(r.Operation)) + softer(r.SofterReason)
		}),
		ledger.CommitmentConcluded: recordSentence(func(r soc.CommitmentConclusion) string {
			return fmt.Sprintf("concluded on the commitment %s: %s", r.Commitment, either(r.Achieved, "achieved", "not achieved"))
		}),
		ledger.DescriptionApproved: recordSentence(func(soc.DescriptionApproval) string { return "approved the description" }),
		ledger.DescriptionCompared: recordSentence(func(r soc.DescriptionComparison) string {
			return fmt.Sprintf("compared %s of the description with evidence", count(len(r.Sections), "section"))
		}),
		ledger.AssertionSigned: recordSentence(func(r soc.AssertionSignature) string {
			return fmt.Sprintf("signed the assertion of %s, dated %s", r.Organization, r.Date.Long())
		}),
		ledger.SubsequentEventsExamined: recordSentence(func(r soc.SubsequentEvents) string {
			return fmt.Sprintf("looked into events from %s to %s", r.From.Long(), r.To.Long())
		}),
		ledger.RepresentationSigned: recordSentence(func(r soc.Representation) string {
			return fmt.Sprintf("signed the representation letter of %s, dated %s", r.Organization, r.Date.Long())
		}),
		ledger.OpinionFormed: recordSentence(func(r soc.OpinionPart) string {
			return fmt.Sprintf("formed the opinion on %s: %s", r.Part, r.Opinion)
		}),
		ledger.MatterEmphasized: recordSentence(func(r soc.EmphasisMatter) string {
			return fmt.Sprintf("%s the emphasis of the matter %s", either(r.Withdrawn, "withdrew", "decided on"), r.ID)
		}),
		ledger.QualityReviewCompleted: recordSentence(func(r soc.QualityReview) string {
			if !r.Required {
				return "recorded that no engagement quality review is required"
			}
			return "completed the engagement quality review on " + r.Completed.Long()
		}),
		ledger.GateOverridden: recordSentence(func(r soc.Override) string {
			return fmt.Sprintf("overrode the gate %s: %s", r.Gate, r.Reason)
		}),
	} {
		sentences[kind] = write
	}
}

// recordSentence writes the sentence of a record; "" when it is not whole.
func recordSentence[R soc.Record](write func(R) string) func(json.RawMessage) string {
	return func(body json.RawMessage) string {
		var r R
		if json.Unmarshal(body, &r) != nil || r.Fault() != nil {
			return ""
		}
		return write(r)
	}
}

// itemTestSentence is of an entry that holds counts only; the items are an
// object of it.
func itemTestSentence(body json.RawMessage) string {
	var b struct {
		Procedure, Attribute string
		Found                soc.AttributeResult
	}
	if json.Unmarshal(body, &b) != nil || b.Procedure == "" {
		return ""
	}
	n := b.Found.Tested() + b.Found.NotApplicable
	text := fmt.Sprintf("tested %s of %s for %s", count(int(n), "item"), b.Procedure, b.Attribute)
	if d := b.Found.Deviations(); d > 0 {
		return fmt.Sprintf("%s: %s", text, count(int(d), "deviation"))
	}
	return text + ": no deviation"
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

func met(yes bool) string { return either(yes, "met", "not met") }

func spaced(s string) string { return strings.ReplaceAll(s, "_", " ") }

// softer adds why a conclusion is softer than the rule.
func softer(reason string) string {
	if reason == "" {
		return ""
	}
	return ", softer than the results propose: " + reason
}

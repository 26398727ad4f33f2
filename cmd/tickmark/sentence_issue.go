package main

import (
	"encoding/json"
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

func issuedSentence(body json.RawMessage) string {
	var b struct {
		LogSize int64 `json:"log_size"`
		Final   soc.FinalReport
	}
	if json.Unmarshal(body, &b) != nil || b.Final.Date.IsZero() {
		return ""
	}
	text := fmt.Sprintf("issued the report dated %s, from the first %s entries", b.Final.Date.Long(), grouped(b.LogSize))
	if b.Final.Replaces != "" {
		text += fmt.Sprintf(", in the place of the one dated %s: %s", b.Final.ReplacesDate.Long(), b.Final.Reason)
	}
	return text
}

func lockedSentence(body json.RawMessage) string {
	var b struct {
		On, Deadline soc.Date
		Late         string
	}
	if json.Unmarshal(body, &b) != nil || b.On.IsZero() {
		return ""
	}
	text := "locked the file, whose assembly was due by " + b.Deadline.Long()
	if b.Late != "" {
		text += ": " + b.Late
	}
	return text
}

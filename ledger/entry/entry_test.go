package entry

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/soc"
)

// testSigner signs with a key that is the same in every run.
type testSigner struct {
	private ed25519.PrivateKey
	actor   soc.Actor
}

func (s testSigner) Identity() soc.Actor        { return s.actor }
func (s testSigner) Sign(message []byte) []byte { return ed25519.Sign(s.private, message) }
func (s testSigner) public() ed25519.PublicKey  { return s.private.Public().(ed25519.PublicKey) }

func signer(party soc.Party) testSigner {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	s := testSigner{private: private}
	s.actor = soc.Actor{KeyID: KeyID(s.public()), Name: "ada", Party: party, Role: "compliance lead"}
	return s
}

var (
	testLog  = LogState{Origin: "tickmark.dev/engagement/test", Size: 3}
	testTime = time.Date(2026, 7, 1, 9, 30, 0, 123456789, time.UTC)
)

func testDraft() Draft {
	return Draft{
		Kind:       PopulationSealed,
		Subjects:   []Subject{{Name: "raw", SHA256: strings.Repeat("a", 64), TreeRoot: strings.Repeat("b", 64), Size: 1234}},
		Predicate:  map[string]any{"rows": 3120, "a": "Zoë <&> \u2028 😀", "list": []any{true, nil, -5}},
		Supersedes: []string{"0197c1a0-0000-7000-8000-000000000000"},
	}
}

func sign1(t testing.TB, d Draft) Entry {
	t.Helper()
	e, err := Sign(signer(soc.Management), testLog, testTime, d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestSignedEntryReadsBack(t *testing.T) {
	s := signer(soc.Management)
	e := sign1(t, testDraft())
	if !e.Verify(s.public()) {
		t.Error("the signature does not hold")
	}
	want := Entry{
		ID: e.ID, Kind: PopulationSealed, Time: testTime.Truncate(time.Microsecond), Actor: s.actor, Visibility: Shared,
		LogSize: 3, Origin: testLog.Origin, Subjects: testDraft().Subjects, Supersedes: testDraft().Supersedes,
		Predicate: json.RawMessage("{\"a\":\"Zoë <&> \u2028 😀\",\"list\":[true,null,-5],\"rows\":3120}"),
	}
	ignore := []cmp.Option{cmpopts.IgnoreFields(Entry{}, "Envelope"), cmpopts.IgnoreUnexported(Entry{})}
	if diff := cmp.Diff(want, e, ignore...); diff != "" {
		t.Error(diff)
	}
	again, err := Parse(e.Envelope)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e, again, cmp.AllowUnexported(Entry{})); diff != "" {
		t.Error(diff)
	}
}

// The format is DSSE as its own library understands it, and the statement is
// what docs/design/ledger.md shows.
func TestFormatIsTheDocumentedOne(t *testing.T) {
	e := sign1(t, testDraft())
	var env dsse.Envelope
	if err := json.Unmarshal(e.Envelope, &env); err != nil {
		t.Fatal(err)
	}
	payload, err := env.DecodeB64Payload()
	if err != nil {
		t.Fatal(err)
	}
	signature, err := base64.StdEncoding.DecodeString(env.Signatures[0].Sig)
	if err != nil {
		t.Fatal(err)
	}
	s := signer(soc.Management)
	if !ed25519.Verify(s.public(), dsse.PAE(env.PayloadType, payload), signature) {
		t.Error("the DSSE library computes another encoding to sign")
	}
	want := `{"_type":"https://in-toto.io/Statement/v1","predicate":{"body":{"a":"Zoë <&> ` + "\u2028" + ` 😀","list":[true,null,-5],"rows":3120},` +
		`"header":{"actor":{"key_id":"` + s.actor.KeyID + `","name":"ada","party":"management","role":"compliance lead"},"id":"` + e.ID + `","log_size":3,` +
		`"supersedes":["0197c1a0-0000-7000-8000-000000000000"],"time":"2026-07-01T09:30:00.123456Z","visibility":"shared"}},` +
		`"predicateType":"https://tickmark.dev/entry/v1/population-sealed",` +
		`"subject":[{"digest":{"logRoot":"` + strings.Repeat("0", 64) + `"},"name":"tickmark.dev/engagement/test"},` +
		`{"annotations":{"size":1234},"digest":{"sha256":"` + strings.Repeat("a", 64) + `","treeRoot":"` + strings.Repeat("b", 64) + `"},"name":"raw"}]}`
	if diff := cmp.Diff(want, string(payload)); diff != "" {
		t.Error(diff)
	}
}

// tamper re-signs a changed payload, so that only the change can be refused.
func tamper(t *testing.T, change func(string) string) []byte {
	t.Helper()
	e := sign1(t, testDraft())
	payload := change(string(e.payload))
	if payload == string(e.payload) {
		t.Fatal("the test changes nothing")
	}
	return seal(t, []byte(payload))
}

func seal(t testing.TB, payload []byte) []byte {
	t.Helper()
	s := signer(soc.Management)
	data, err := Canonical(envelope{
		Payload: base64.StdEncoding.EncodeToString(payload), PayloadType: PayloadType,
		Signatures: []envelopeSignature{{s.actor.KeyID, base64.StdEncoding.EncodeToString(s.Sign(pae(PayloadType, payload)))}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestParseRefusesOtherStatements(t *testing.T) {
	replace := func(from, to string) func(string) string {
		return func(s string) string { return strings.Replace(s, from, to, 1) }
	}
	for _, test := range []struct {
		change func(string) string
		want   string
	}{
		{replace(`"rows":3120`, `"rows": 3120`), "not in canonical form"},
		{replace(`"rows":3120`, `"rows":3120.0`), "the number 3120.0 is not an integer"},
		{replace(`"rows":3120`, `"rows":1e3`), "the number 1e3 is not an integer"},
		{replace(`"rows":3120`, `"rows":-0`), "not in canonical form"},
		{replace(`"rows":3120`, `"rows":9007199254740992`), "is not an integer that every reader keeps"},
		{replace(`"rows":3120`, `"rows":`+strings.Repeat("[", 70)+strings.Repeat("]", 70)), "nested more than 64 deep"},
		{replace(`"rows":3120`, `"rows":3120,"rows":3120`), "Duplicate key"},
		{replace(`"rows":3120`, `"rows":"`+"\xff"+`"`), "it is not UTF-8"},
		{replace(`"log_size":3`, `"log_size":-3`), "log_size is -3"},
		{replace(`"log_size":3`, `"log_Size":3`), "missing, empty or misspelled"},
		{replace(`"log_size":3,`, ``), "missing, empty or misspelled"},
		{replace(`"log_size":3,`, `"log_size":3,"mood":"good",`), "unknown field"},
		{replace(`"role":"compliance lead"`, `"role":""`), "missing, empty or misspelled"},
		{replace(`"visibility":"shared"`, `"visibility":"practitioner"`), "would hide it from its own author"},
		{replace(`"visibility":"shared"`, `"visibility":""`), `visibility is ""`},
		{replace(`123456Z`, `123Z`), "is not written as"},
		{replace(`2026-07-01T09`, `2026-07-01T10`), "is not of the entry's time"},
		{replace(`/v1/population-sealed`, `/v1/test-performed`), "management cannot write a test-performed entry"},
		{replace(`/v1/population-sealed`, `/v2/population-sealed`), "predicateType is"},
		{replace(`/v1/population-sealed`, `/v1/`), "predicateType is"},
		{replace(`"party":"management"`, `"party":"reader"`), `"reader" is not a party`},
		{replace(`"name":"ada"`, `"name":""`), "it has no name"},
		{replace(`in-toto.io/Statement/v1`, `in-toto.io/Statement/v0.1`), "_type is"},
		{replace(`"sha256":"a`, `"sha256":"A`), "subject raw needs a SHA-256"},
		{replace(`"size":1234`, `"size":-1`), "subject raw needs a SHA-256"},
		{replace(`"name":"raw"`, `"name":""`), "is empty or used twice"},
		{replace(`"logRoot":"0`, `"logRoot":"`), "its first subject is not the log"},
		{replace(`"supersedes":["0`, `"supersedes":["x`), "is not the id of another entry"},
		{func(s string) string { return s + " " }, "not in canonical form"},
		{func(string) string { return `{}` }, "missing, empty or misspelled"},
		{func(string) string { return `[]` }, "it is not a JSON object"},
		{func(string) string { return `` }, "it is not JSON"},
		{func(s string) string { return s[:len(s)-1] }, "it is not JSON"},
		{func(s string) string {
			start, end := strings.Index(s, `"subject":[`)+len(`"subject":[`), strings.LastIndex(s, `]}`)
			return s[:start] + s[end:]
		}, "it has no subject"},
		{func(s string) string {
			start, end := strings.Index(s, `"body":{`)+len(`"body":`), strings.Index(s, `,"header"`)
			return s[:start] + "null" + s[end:]
		}, "its body is not a JSON object"},
	} {
		_, err := Parse(tamper(t, test.change))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v\nwant: %s", err, test.want)
		}
	}
}

func TestParseRefusesOtherEnvelopes(t *testing.T) {
	good := string(sign1(t, testDraft()).Envelope)
	for _, test := range []struct{ from, to, want string }{
		{`"payload":"`, `"payload":" `, "payload is not base64"},
		{`"payload":"`, `"pay":"`, "unknown field"},
		{`"payload":"`, `"Payload":"`, "envelope:"},
		{`vnd.in-toto+json`, `vnd.other+json`, "payloadType is"},
		{`"signatures":[`, `"signatures":[{"keyid":"","sig":""},`, "it has 2 signatures"},
		{`"keyid":"`, `"keyid":"0`, "but its author is key"},
		{`"sig":"`, `"sig":"AAAA`, "sig is not an Ed25519 signature"},
		{`{"payload"`, ` {"payload"`, "not in canonical form"},
	} {
		_, err := Parse([]byte(strings.Replace(good, test.from, test.to, 1)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s → %s: %v\nwant: %s", test.from, test.to, err, test.want)
		}
	}
	if _, err := Parse(bytes.Repeat([]byte(" "), MaxSize+1)); err == nil || !strings.Contains(err.Error(), "may have 65536") {
		t.Errorf("a large envelope: %v", err)
	}
}

// A changed byte anywhere in an envelope is refused, or its signature fails.
func TestEveryByteIsSigned(t *testing.T) {
	e := sign1(t, testDraft())
	public := signer(soc.Management).public()
	for i := range e.Envelope {
		for _, bit := range []byte{0x01, 0x20, 0x80} {
			changed := bytes.Clone(e.Envelope)
			changed[i] ^= bit
			got, err := Parse(changed)
			if err == nil && got.Verify(public) {
				t.Errorf("byte %d with bit %#x flipped is accepted", i, bit)
			}
		}
	}
}

func TestAdmission(t *testing.T) {
	s := signer(soc.Practitioner)
	e, err := Sign(s, testLog, testTime, AdmissionDraft(s.public()))
	if err != nil {
		t.Fatal(err)
	}
	if public, err := ParseAdmission(e); err != nil || !bytes.Equal(public, s.public()) {
		t.Errorf("ParseAdmission = %x, %v", public, err)
	}
	other, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	stolen := s // claims another key's id without having the key
	stolen.actor.KeyID = KeyID(other)
	for want, e := range map[string]Entry{
		"it admits key":                must(Sign(s, testLog, testTime, AdmissionDraft(other))),
		"is not a public key":          must(Sign(s, testLog, testTime, Draft{Kind: ActorAdmitted, Predicate: Admission{"XX"}})),
		"its body is not an admission": must(Sign(s, testLog, testTime, Draft{Kind: ActorAdmitted, Predicate: map[string]any{"public_key": 1}})),
		"it is not signed by the key":  must(Sign(stolen, testLog, testTime, AdmissionDraft(other))),
	} {
		if _, err := ParseAdmission(e); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseAdmission = %v, want %s", err, want)
		}
	}
}

func must(e Entry, err error) Entry {
	if err != nil {
		panic(err)
	}
	return e
}

// The wall is what docs/design/architecture.md and docs/design/records.md say.
func TestWall(t *testing.T) {
	can := map[string][]Kind{}
	for _, kind := range Kinds() {
		management, practitioner := CheckWall(kind, soc.Management) == nil, CheckWall(kind, soc.Practitioner) == nil
		who := map[[2]bool]string{{true, true}: "either", {true, false}: "management", {false, true}: "practitioner"}[[2]bool{management, practitioner}]
		can[who] = append(can[who], kind)
	}
	want := map[string][]Kind{
		"either": {
			"actor-admitted", "engagement-letter-signed", "engagement-opened", "population-failed", "population-reconciled",
			"population-sealed", "procedure-fixed", "program-sealed", "report-drafted",
		},
		"management": {"assertion-signed", "description-approved", "readiness-test-performed", "representation-signed"},
		"practitioner": {
			"acceptance-decided", "commitment-concluded", "control-concluded", "criterion-concluded", "description-compared",
			"deviation-evaluated", "file-locked", "gate-overridden", "independence-stated", "ipe-assessed", "item-tested", "matter-emphasized",
			"opinion-formed", "others-work-considered", "prior-report-considered", "quality-review-completed",
			"report-issued", "report-reissued", "review-note", "reviewed", "subsequent-events-examined", "test-performed",
			"walkthrough-performed",
		},
	}
	if diff := cmp.Diff(want, can); diff != "" {
		t.Error(diff)
	}
	for _, party := range []soc.Party{"", "reader"} {
		if CheckWall(ReportDrafted, party) == nil {
			t.Errorf("the party %q may write", party)
		}
	}
}

// Whatever a body holds, it reads back as it was.
func TestAnyBodyReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.MapOf(rapid.String(), rapid.OneOf(
			rapid.Map(rapid.String(), func(s string) any { return s }),
			rapid.Map(rapid.Int64Range(-maxInteger, maxInteger), func(n int64) any { return json.Number(fmt.Sprint(n)) }),
			rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		)).Draw(t, "body")
		e, err := Sign(signer(soc.Practitioner), testLog, testTime, Draft{Kind: TestPerformed, Predicate: body})
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		d := json.NewDecoder(bytes.NewReader(e.Predicate))
		d.UseNumber()
		if err := d.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(body, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzParseEntry: no bytes make Parse panic, and what it accepts is the one
// spelling of what it says.
func FuzzParseEntry(f *testing.F) {
	e := sign1(f, testDraft())
	f.Add(e.Envelope)
	f.Add(e.payload)
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"","sig":""}]}`))
	f.Add([]byte("{\"a\":\"\\ud800\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, try := range [][]byte{data, sealIfSmall(t, data)} {
			e, err := Parse(try)
			if err != nil {
				continue
			}
			if !bytes.Equal(e.Envelope, try) {
				t.Error("the envelope is not the bytes that were read")
			}
			if again, err := Canonical(json.RawMessage(try)); err != nil || !bytes.Equal(again, try) {
				t.Errorf("accepted bytes that are not canonical: %v", err)
			}
			if CheckWall(e.Kind, e.Actor.Party) != nil || e.LogSize < 0 || e.Origin == "" {
				t.Errorf("accepted %+v", e)
			}
		}
	})
}

// sealIfSmall lets the fuzzer reach the statement behind the envelope.
func sealIfSmall(t *testing.T, payload []byte) []byte {
	if len(payload) > MaxSize/2 {
		return nil
	}
	return seal(t, payload)
}

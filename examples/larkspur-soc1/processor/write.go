package processor

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// gzipped names the extracts that are written as .csv.gz.
var gzipped = map[string]bool{"intake_batches": true, "rejects": true, "refunds": true, "payouts": true, "job_runs": true, "deployments": true, "changes": true,
	"settlement_batches": true, "network_files": true, "bank_lines": true, "reconciliations": true}

// Write puts the small extracts into the folder's data, and the lists of
// findings beside it. The error is one of the file system.
func (p *Processor) Write(dir string) error {
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		return err
	}
	for _, name := range p.order {
		t := p.t(name)
		content, err := encode(t.cols, t.rows)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		file := name + ".csv"
		if gzipped[name] {
			file += ".gz"
			if content, err = gzipBytes(content); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		if err := os.WriteFile(filepath.Join(data, file), content, 0o644); err != nil {
			return err
		}
	}
	for name, list := range map[string][]finding{"planted.csv": p.planted, "edges.csv": p.edges} {
		var rows [][]string
		for _, f := range list {
			rows = append(rows, []string{f.procedure, f.item, f.attribute, f.outcome, f.story})
		}
		content, err := encode([]string{"procedure", "item", "attribute", "outcome", "story"}, rows)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func encode(cols []string, rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(cols); err != nil {
		return nil, err
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// gzipBytes leaves the name and the time out of the header, so that the same
// content has the same bytes.
func gzipBytes(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// WritePayments writes the payments, the one extract that is too large for
// the repository, to generated/payments.csv.gz of the folder. The error is one
// of the file system; no half file is left under that name.
func (p *Processor) WritePayments(dir string) (err error) {
	folder := filepath.Join(dir, "generated")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, "payments-*")
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Chmod(0o644), f.Close())
		if err == nil {
			err = os.Rename(f.Name(), filepath.Join(folder, "payments.csv.gz"))
		}
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	z, err := gzip.NewWriterLevel(f, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := p.encodePayments(z); err != nil {
		return err
	}
	return z.Close()
}

func (p *Processor) encodePayments(to io.Writer) error {
	w := bufio.NewWriterSize(to, 1<<20)
	if _, err := w.WriteString("payment_id,intake_id,merchant_id,merchant_reference,network,received_at,response,approval_code,authorized,captured,captured_at,settlement_id,plan_version,fee\n"); err != nil {
		return err
	}
	var line []byte
	for i := range p.payments {
		q := &p.payments[i]
		line = append(line[:0], paymentID(i)...)
		line = append(append(line, ','), intakeID(q.hour)...)
		line = append(append(line, ','), p.merchants[q.merchant].id...)
		line = append(append(line, ",ref-"...), strconv.Itoa(int(q.reference))...)
		line = append(append(line, ','), networks[q.network].id...)
		line = appendTime(append(line, ','), q.received)
		line = append(append(line, ','), responses[q.response]...)
		line = append(line, ',')
		if q.approvalCode != 0 && q.response == 0 {
			line = strconv.AppendInt(line, int64(q.approvalCode), 10)
		}
		line = appendCents(append(line, ','), q.authorized)
		if q.captured == 0 {
			line = append(line, ",,,,,\n"...)
		} else {
			line = appendCents(append(line, ','), q.captured)
			line = appendTime(append(line, ','), q.capturedAt)
			line = append(line, ',')
			if q.businessDate != noBatch {
				line = append(line, batchID(q.businessDate, q.network)...)
			}
			line = append(append(line, ','), p.plans[q.plan].version...)
			line = appendCents(append(line, ','), q.fee)
			line = append(line, '\n')
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return w.Flush()
}

func paymentID(i int) string { return "T" + strconv.Itoa(1_000_001+i) }

func appendTime(b []byte, unix int64) []byte {
	return time.Unix(unix, 0).UTC().AppendFormat(b, "2006-01-02T15:04:05Z")
}

func appendCents(b []byte, c int32) []byte {
	b = strconv.AppendInt(b, int64(c/100), 10)
	return append(b, '.', byte('0'+c/10%10), byte('0'+c%10))
}

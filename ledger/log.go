// Package ledger keeps the log of an engagement: signed entries in a Merkle
// tree, in an SQLite file or a PostgreSQL database.
//
// Entries are only ever added. Each addition writes the entries, their tree
// hashes and a signed checkpoint in one transaction. docs/design/ledger.md
// describes the format; ledger/verify checks it without this package.
package ledger

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/tickmark-audit/tickmark/ledger/entry"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

// The nouns of a log, under the names that its users know them by.
type (
	Entry      = entry.Entry
	Draft      = entry.Draft
	Subject    = entry.Subject
	Kind       = entry.Kind
	Visibility = entry.Visibility
	Key        = keys.Key
)

// The kinds of entry.
const (
	ActorAdmitted            = entry.ActorAdmitted
	EngagementOpened         = entry.EngagementOpened
	ProgramSealed            = entry.ProgramSealed
	PopulationSealed         = entry.PopulationSealed
	PopulationFailed         = entry.PopulationFailed
	PopulationReconciled     = entry.PopulationReconciled
	ProcedureFixed           = entry.ProcedureFixed
	TestPerformed            = entry.TestPerformed
	ReadinessTestPerformed   = entry.ReadinessTestPerformed
	ReportDrafted            = entry.ReportDrafted
	AcceptanceDecided        = entry.AcceptanceDecided
	IndependenceStated       = entry.IndependenceStated
	EngagementLetterSigned   = entry.EngagementLetterSigned
	PriorReportConsidered    = entry.PriorReportConsidered
	WalkthroughPerformed     = entry.WalkthroughPerformed
	ItemTested               = entry.ItemTested
	IPEAssessed              = entry.IPEAssessed
	DeviationEvaluated       = entry.DeviationEvaluated
	OthersWorkConsidered     = entry.OthersWorkConsidered
	ReviewNoted              = entry.ReviewNoted
	Reviewed                 = entry.Reviewed
	ControlConcluded         = entry.ControlConcluded
	CriterionConcluded       = entry.CriterionConcluded
	CommitmentConcluded      = entry.CommitmentConcluded
	DescriptionApproved      = entry.DescriptionApproved
	DescriptionCompared      = entry.DescriptionCompared
	AssertionSigned          = entry.AssertionSigned
	SubsequentEventsExamined = entry.SubsequentEventsExamined
	RepresentationSigned     = entry.RepresentationSigned
	OpinionFormed            = entry.OpinionFormed
	MatterEmphasized         = entry.MatterEmphasized
	QualityReviewCompleted   = entry.QualityReviewCompleted
	GateOverridden           = entry.GateOverridden
	ReportIssued             = entry.ReportIssued
	ReportReissued           = entry.ReportReissued
	FileLocked               = entry.FileLocked
)

// The visibilities of an entry.
const (
	Shared           = entry.Shared
	ManagementOnly   = entry.ManagementOnly
	PractitionerOnly = entry.PractitionerOnly
)

// FileName is the name of the log's file in an engagement folder.
const FileName = "engagement.sqlite"

// Errors that callers tell apart.
var (
	// ErrStale means that the log grew since the caller read it.
	ErrStale = errors.New("the log has grown since it was read")
	// ErrBusy means that another process held the file for too long.
	ErrBusy = errors.New("another process is writing to the engagement file")
	// ErrChanged means that the file's bytes differ from those that the last
	// command sealed, though no entry was added.
	ErrChanged = errors.New("the engagement file was changed outside of Tickmark")
	// ErrReadOnly means that the log was opened for reading.
	ErrReadOnly = errors.New("the log is open for reading only")
)

// Options changes how a log is opened. The zero value is for writing by the
// system's clock.
type Options struct {
	// Clock tells the time of new entries; time.Now when nil.
	Clock func() time.Time
	// ReadOnly refuses every change, and does not make a file that is not there.
	ReadOnly bool
}

// Log is an open log. It may be used by several goroutines.
type Log struct {
	db   *sql.DB
	path string // of the SQLite file; "" with PostgreSQL
	// file is the SQLite file, open for as long as the log is: on POSIX,
	// closing any descriptor of a file drops the locks that SQLite holds.
	file     *os.File
	origin   string
	clock    func() time.Time
	readOnly bool

	mu       sync.Mutex
	state    state
	unsealed bool // the seal does not stand for what the file holds
}

// state is what Append must know of the entries so far.
type state struct {
	size     int64
	last     time.Time
	ids      map[string]bool
	admitted map[string]admitted // by key id
}

type admitted struct {
	actor  soc.Actor
	public ed25519.PublicKey
}

// Open opens the log at path, an SQLite file or the URL of a PostgreSQL
// database (postgres://…), and makes it when there is none; its folder must
// exist. Close it, so that it is sealed.
//
// The error wraps fs.ErrNotExist when there is no file to read, ErrBusy, or
// ErrChanged when the file is not the one that was sealed.
func Open(ctx context.Context, path string, opt Options) (*Log, error) {
	l := &Log{clock: opt.Clock, readOnly: opt.ReadOnly}
	if l.clock == nil {
		l.clock = time.Now
	}
	if err := l.open(ctx, path); err != nil {
		return nil, errors.Join(fmt.Errorf("open the log %s: %w", display(path), explain(err)), l.release())
	}
	return l, nil
}

func (l *Log) open(ctx context.Context, path string) error {
	var err error
	if isPostgres(path) {
		l.db, err = sql.Open("pgx", path)
	} else {
		l.path = path
		l.file, err = openFile(ctx, path, l.readOnly)
		if err == nil {
			l.db, err = connectSQLite(ctx, path, l.readOnly)
		}
	}
	if err != nil {
		return err
	}
	if !l.readOnly {
		if err := l.checkSeal(ctx); err != nil {
			return err
		}
		if err := migrate(ctx, l.db, isPostgres(path)); err != nil {
			return err
		}
		if err := createLog(ctx, l.db, l.clock()); err != nil {
			return err
		}
	}
	if err := l.db.QueryRowContext(ctx, `SELECT origin FROM log WHERE one = 1`).Scan(&l.origin); err != nil {
		return fmt.Errorf("it holds no log that can be read: %w", err)
	}
	return nil
}

// Origin returns the name of the log: random, made with it, and part of every
// entry and checkpoint.
func (l *Log) Origin() string { return l.origin }

// Close seals the log when anything was added, and releases it.
func (l *Log) Close() error {
	l.mu.Lock()
	seal := l.unsealed && !l.readOnly
	l.mu.Unlock()
	var err error
	if seal {
		err = l.Seal(context.Background())
	}
	return errors.Join(err, l.release())
}

func (l *Log) release() error {
	var err error
	if l.db != nil {
		err = l.db.Close()
	}
	if l.file != nil {
		err = errors.Join(err, l.file.Close())
	}
	return err
}

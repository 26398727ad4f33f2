// Package git collects the commits of a branch of a local repository. The raw
// bytes are the commit objects themselves: their ids are hashes of them, and
// each names its parents, so that what was collected shows its own
// completeness from the tip on.
package git

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/collect/folder"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// The histories of a branch.
const (
	all         = "all"          // every commit that the tip descends from
	firstParent = "first_parent" // the tip, its first parent, and so on
)

func historyOf(spec *program.GitSource) string {
	if spec == nil || spec.History == "" {
		return all
	}
	return spec.History
}

// Source is the history of one branch.
type Source struct {
	spec   *program.GitSource
	folder folder.Folder
	now    func() time.Time
}

// New returns the source that a program declares. The error names a key that
// is wrong; nothing is read yet.
func New(spec *program.GitSource, f folder.Folder, now func() time.Time) (*Source, error) {
	switch {
	case spec.Branch == "":
		return nil, fmt.Errorf("the git source names no branch; write branch: main")
	case strings.ContainsAny(spec.Branch, "\x00\n"):
		return nil, fmt.Errorf("%q is no name of a branch", spec.Branch)
	case historyOf(spec) != all && historyOf(spec) != firstParent:
		return nil, fmt.Errorf("history %q is not known; write all or first_parent", spec.History)
	}
	return &Source{spec: spec, folder: f, now: now}, nil
}

// Collect writes the commits of the branch to raw. It returns an error when
// git is missing, the path is not a repository, the branch does not exist,
// the repository is shallow, a commit is missing, or ctx ends. What was
// written to raw before an error is no history and must be thrown away.
func (s *Source) Collect(ctx context.Context, raw io.Writer) (soc.Extraction, error) {
	x := soc.Extraction{Kind: "git", Locator: s.spec.Repository, Provenance: "direct", Started: s.now()}
	err := s.collect(ctx, raw, &x)
	if err != nil {
		return soc.Extraction{}, fmt.Errorf("repository %q: %w", s.spec.Repository, err)
	}
	x.Finished = s.now()
	return x, nil
}

func (s *Source) collect(ctx context.Context, raw io.Writer, x *soc.Extraction) error {
	dir, err := s.folder.Directory(s.spec.Repository)
	if err != nil {
		return err
	}
	repo, err := openRepository(dir)
	if err != nil {
		return err
	}
	if x.Tool, err = repo.output(ctx, "version"); err != nil {
		return err
	}
	h := header{Tickmark: rawVersion, History: historyOf(s.spec)}
	if h.ObjectFormat, err = repo.output(ctx, "rev-parse", "--show-object-format"); err != nil {
		return err
	}
	if err := refuseShallow(ctx, repo); err != nil {
		return err
	}
	if h.Ref, h.Tip, err = repo.tip(ctx, s.spec.Branch); err != nil {
		return err
	}
	list := []string{"rev-list", "--topo-order"}
	if h.History == firstParent {
		list = append(list, "--first-parent")
	}
	count, err := repo.output(ctx, append(list, "--count", h.Tip)...)
	if err != nil {
		return err
	}
	if h.Commits, err = strconv.ParseInt(count, 10, 64); err != nil {
		return fmt.Errorf("git counted %q commits: %w", count, err)
	}
	line, err := json.Marshal(h)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(raw, 256<<10)
	out.Write(append(line, '\n')) // an error stays until Flush
	if err := repo.commits(ctx, append(list, h.Tip), h.Commits, out); err != nil {
		return err
	}
	x.TipHash, x.SourceCount, x.SourceCountBy = h.Tip, &h.Commits, "git rev-list --count"
	x.Query = "git " + strings.Join(append(list, h.Ref), " ") + " | git cat-file --batch"
	x.Parameters = map[string]string{"ref": h.Ref, "history": h.History, "object_format": h.ObjectFormat}
	return out.Flush()
}

func refuseShallow(ctx context.Context, repo *repository) error {
	shallow, err := repo.output(ctx, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return err
	}
	if shallow != "false" {
		return fmt.Errorf("the clone is shallow, so its history is incomplete; run git fetch --unshallow in it")
	}
	return nil
}

// tip returns the ref that the branch names and the commit it points to. A
// branch is refs/heads/NAME, or else refs/remotes/NAME, or a whole name that
// begins with refs/. It is never read as an option or as an expression.
func (r *repository) tip(ctx context.Context, branch string) (ref, tip string, err error) {
	names := []string{"refs/heads/" + branch, "refs/remotes/" + branch}
	if strings.HasPrefix(branch, "refs/") {
		names = []string{branch}
	}
	for _, name := range names {
		id, err := r.output(ctx, "show-ref", "--verify", "--hash", "--", name)
		if ctx.Err() != nil {
			return "", "", ctx.Err()
		}
		if err != nil {
			continue // show-ref fails for a ref that is not there
		}
		tip, err := r.output(ctx, "rev-parse", "--verify", "--end-of-options", id+"^{commit}")
		return name, tip, err
	}
	list, err := r.output(ctx, "for-each-ref", "--count=10", "--format=%(refname:lstrip=2)", "refs/heads/", "refs/remotes/")
	if err != nil {
		return "", "", err
	}
	if list == "" {
		return "", "", fmt.Errorf("the branch %q does not exist: the repository has no commits yet", branch)
	}
	return "", "", fmt.Errorf("the branch %q does not exist; the repository has %s", branch, strings.ReplaceAll(list, "\n", ", "))
}

// commits pipes the ids that rev-list prints through cat-file, and copies
// what cat-file prints to out while it counts the commits in it.
func (r *repository) commits(ctx context.Context, list []string, want int64, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends both programs when this returns early
	revList, revErr := r.command(ctx, list...)
	catFile, catErr := r.command(ctx, "cat-file", "--batch", "--buffer")
	idsOut, idsIn, err := os.Pipe()
	if err != nil {
		return err
	}
	revList.Stdout, catFile.Stdin = idsIn, idsOut
	objects, err := catFile.StdoutPipe()
	if err == nil {
		err = revList.Start()
	}
	if err == nil {
		if err = catFile.Start(); err != nil {
			stop()
			revList.Wait()
		}
	}
	idsIn.Close()
	idsOut.Close()
	if err != nil {
		return err
	}
	copyErr := copyCommits(bufio.NewReaderSize(objects, 256<<10), want, out)
	outer := context.Cause(ctx)
	if copyErr != nil {
		stop()
	}
	revWait, catWait := revList.Wait(), catFile.Wait()
	switch {
	case outer != nil:
		return outer
	case copyErr != nil && revWait != nil && revErr.String() != "":
		return gitError(context.Background(), "rev-list", revErr, revWait)
	case copyErr != nil:
		return copyErr
	case revWait != nil:
		return gitError(ctx, "rev-list", revErr, revWait)
	case catWait != nil:
		return gitError(ctx, "cat-file", catErr, catWait)
	}
	return nil
}

func copyCommits(in *bufio.Reader, want int64, out io.Writer) error {
	for n := int64(0); ; n++ {
		id, size, err := readFrame(in)
		if err == io.EOF {
			if n != want {
				return fmt.Errorf("git counted %d commits and then gave %d; the repository may be changing: collect again", want, n)
			}
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%s commit %d\n", id, size); err != nil {
			return err
		}
		if _, err := io.CopyN(out, in, size+1); err != nil {
			return fmt.Errorf("commit %s: %w", id, noEOF(err))
		}
	}
}

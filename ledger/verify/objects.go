package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/objects"
)

// ObjectsFolder is the name of the folder of objects.
const ObjectsFolder = "objects"

// checkObjects hashes every object that an entry names and finds those that
// none does.
func (v *verifier) checkObjects(ctx context.Context, in Input) {
	store, err := fs.Sub(in.Folder, ObjectsFolder)
	if err != nil {
		v.find(CheckRead, ObjectsFolder, err.Error())
		return
	}
	refs := slices.SortedFunc(maps.Keys(v.subjects), func(a, b objects.Ref) int {
		return cmp.Or(cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Size, b.Size), cmp.Compare(a.TreeRoot, b.TreeRoot))
	})
	for _, ref := range refs {
		if ctx.Err() != nil {
			return
		}
		v.report.Objects++
		v.report.ObjectBytes += ref.Size
		if err := objects.VerifyFS(ctx, store, ref); err != nil {
			where := fmt.Sprintf("%s/%s/%s", ObjectsFolder, ref.SHA256[:2], ref.SHA256[2:])
			v.find(CheckObject, where, fmt.Sprintf("%v; it is the %s", err, strings.Join(v.subjects[ref], ", the ")))
		}
	}
	list, err := objects.ListFS(ctx, store)
	if errors.Is(err, fs.ErrNotExist) {
		return // each missing object was found above
	}
	if err != nil {
		v.find(CheckRead, ObjectsFolder, err.Error())
	}
	if in.Log == nil {
		return // without the log, every object would be a stray
	}
	for _, digest := range list.Digests {
		if !v.named[digest] {
			v.find(CheckStray, fmt.Sprintf("%s/%s/%s", ObjectsFolder, digest[:2], digest[2:]), "no entry names this object")
		}
	}
	for _, name := range list.Strays {
		v.find(CheckStray, ObjectsFolder+"/"+name, "it is no part of the store of objects")
	}
}

package file

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/tickmark-audit/tickmark/collect/record"
)

// The limits of a workbook. A small file may unpack to anything: one that
// goes beyond them is refused before it is unpacked.
const (
	maxUnpacked    = 2 << 30   // bytes of all parts
	maxSharedTexts = 256 << 20 // bytes of the part with the texts, which is held in memory
	maxParts       = 10_000
	maxRatio       = 400 // unpacked to packed bytes, of a part beyond ratioFrom
	ratioFrom      = 32 << 20
)

// workbook is the package of an XLSX file: XML parts in a zip archive.
type workbook struct {
	parts   map[string]*zip.File
	sheets  []sheetEntry
	strings []string // the shared texts
	styles  styles
	// from1904 says that days are counted from 1904, as on old Macs.
	from1904 bool
}

type sheetEntry struct{ name, part string }

type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

func openWorkbook(raw io.ReaderAt, size int64) (*workbook, error) {
	z, err := zip.NewReader(raw, size)
	if err != nil {
		return nil, notXLSX("it is no zip archive, or a truncated one")
	}
	w := &workbook{parts: map[string]*zip.File{}}
	if err := checkSizes(z); err != nil {
		return nil, err
	}
	for _, f := range z.File {
		w.parts[strings.TrimPrefix(path.Clean("/"+f.Name), "/")] = f
	}
	main := ""
	rels, err := w.relationships("")
	if err != nil {
		return nil, err
	}
	for _, r := range rels.List {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = resolve("", r.Target)
		}
	}
	if main == "" {
		return nil, notXLSX("the archive holds no workbook")
	}
	return w, w.readMain(main)
}

// checkSizes refuses an archive that unpacks to more than it may. The sizes
// are those that the archive states; archive/zip holds it to them.
func checkSizes(z *zip.Reader) error {
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
		tooDense := f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64
		if total > maxUnpacked || f.UncompressedSize64 > maxUnpacked || tooDense || len(z.File) > maxParts {
			return &record.Error{Message: fmt.Sprintf("the workbook unpacks to far more than a workbook of its size holds (%d parts; %s: %d bytes from %d)",
				len(z.File), record.Excerpt(f.Name), f.UncompressedSize64, f.CompressedSize64), Help: "it was not unpacked; export as CSV"}
		}
	}
	return nil
}

// readMain reads which sheets there are, the shared texts and the styles.
func (w *workbook) readMain(main string) error {
	var book struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			// The strict form of the format has a namespace of its own.
			StrictID string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.readXML(main, &book); err != nil {
		return err
	}
	rels, err := w.relationships(main)
	if err != nil {
		return err
	}
	w.from1904 = book.Properties.From1904 == "1" || book.Properties.From1904 == "true"
	target := map[string]string{}
	for _, r := range rels.List {
		part := resolve(main, r.Target)
		target[r.ID] = part
		if strings.HasSuffix(r.Type, "/sharedStrings") {
			if err := w.readStrings(part); err != nil {
				return err
			}
		}
		if strings.HasSuffix(r.Type, "/styles") {
			if err := w.readStyles(part); err != nil {
				return err
			}
		}
	}
	for _, s := range book.Sheets {
		w.sheets = append(w.sheets, sheetEntry{s.Name, target[s.ID+s.StrictID]})
	}
	return nil
}

func (w *workbook) readStrings(part string) error {
	f := w.parts[part]
	if f != nil && f.UncompressedSize64 > maxSharedTexts {
		return &record.Error{Message: fmt.Sprintf("the texts of the workbook take %d MiB, the most that is read is %d", f.UncompressedSize64>>20, maxSharedTexts>>20), Help: "export as CSV"}
	}
	r, err := w.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return damagedPart(part, err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			var text richText
			if err := d.DecodeElement(&text, &start); err != nil {
				return damagedPart(part, err)
			}
			w.strings = append(w.strings, text.String())
		}
	}
}

// sheetPart returns the part of the sheet of that name; "" is the only sheet.
func (w *workbook) sheetPart(name string) (string, error) {
	var names []string
	for _, s := range w.sheets {
		if s.name == name || name == "" && len(w.sheets) == 1 {
			return s.part, nil
		}
		names = append(names, fmt.Sprintf("%q", s.name))
	}
	if name == "" {
		return "", &record.Error{Message: fmt.Sprintf("the workbook has %d sheets and none is declared", len(w.sheets)), Help: "add sheet: one of " + strings.Join(names, ", ")}
	}
	return "", &record.Error{Message: fmt.Sprintf("the workbook has no sheet %q", name), Help: "it has " + strings.Join(names, ", ")}
}

func (w *workbook) open(part string) (io.ReadCloser, error) {
	f := w.parts[part]
	if f == nil {
		return nil, notXLSX(fmt.Sprintf("its part %q is missing", part))
	}
	r, err := f.Open()
	if err != nil {
		return nil, damagedPart(part, err)
	}
	return r, nil
}

func (w *workbook) readXML(part string, v any) error {
	r, err := w.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, ratioFrom))
	if err == nil {
		err = xml.Unmarshal(text, v)
	}
	if err != nil {
		return damagedPart(part, err)
	}
	return nil
}

// relationships reads the relations of a part, or of the package for "".
func (w *workbook) relationships(part string) (relationships, error) {
	var rels relationships
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		name = "_rels/.rels"
	}
	return rels, w.readXML(name, &rels)
}

// resolve returns the part that a relation of part points to.
func resolve(part, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Clean("/"+path.Join(path.Dir(part), target)), "/")
}

func notXLSX(why string) error {
	return &record.Error{Message: "the file is not an XLSX workbook: " + why, Help: "check that this is the file meant; save an old .xls as .xlsx"}
}

func damagedPart(part string, err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &record.Error{Message: fmt.Sprintf("part %q of the workbook is damaged (%v)", part, err), Help: "copy or export the file again"}
}

package pdf

// page is one page of the document. Marks have their origin at the top left.
type page struct {
	width, height length
	side          length // margin at the left and right
	cover         bool
	number        int
	running       string // the section in its header
	under         []mark // grounds, below everything
	marks         []mark
	links         []linkArea

	object  ref
	content []*elem // of each marked content, by its id
}

// flow stacks pieces on pages.
type flow struct {
	l         *layouter
	pages     []*page
	landscape bool
	pending   []piece // at its end, pieces that must stay with the next

	page    *page // nil: the next piece starts a page
	y       length
	fresh   bool // nothing but a repeated table head is on the page
	ground  ground
	section string
}

func (f *flow) newPage() *page {
	p := &page{width: letterShort, height: letterLong, side: marginSide}
	if f.landscape {
		p = &page{width: letterLong, height: letterShort, side: marginSideLandscape}
	}
	f.pages = append(f.pages, p)
	return p
}

// area is the column of the current kind of page.
func (f *flow) area() area {
	if f.landscape {
		return area{marginSideLandscape, letterLong - 2*marginSideLandscape}
	}
	return area{marginSide, letterShort - 2*marginSide}
}

// room is the height of a page's column.
func (f *flow) room() length {
	if f.landscape {
		return letterShort - marginTop - marginBottom
	}
	return letterLong - marginTop - marginBottom
}

// left is what remains of the current page.
func (f *flow) left() length {
	if f.page == nil {
		return f.room()
	}
	return marginTop + f.room() - f.y
}

// add places pieces as far as they do not have to wait for what follows them.
func (f *flow) add(pieces []piece) {
	f.pending = append(f.pending, pieces...)
	from := 0
	for i := range f.pending {
		if !f.pending[i].keep {
			f.place(f.pending[from : i+1])
			from = i + 1
		}
	}
	f.pending = append([]piece(nil), f.pending[from:]...)
}

// end places what still waits.
func (f *flow) end() {
	if len(f.pending) > 0 {
		f.place(f.pending)
		f.pending = nil
	}
}

// breakPage lets the next piece start a page.
func (f *flow) breakPage() {
	f.end()
	f.closePage()
}

// turn changes the orientation of the pages from the next piece on.
func (f *flow) turn(landscape bool) {
	f.breakPage()
	f.landscape = landscape
}

func (f *flow) closePage() {
	if f.page != nil {
		f.page.under = append(f.page.under, f.ground.marks()...)
	}
	f.page, f.ground = nil, ground{}
}

// leastSplit is the least part of a split row that may start on a page that
// has other things on it.
const leastSplit = 90 * point

// place puts pieces that belong together on one page if a page can hold them.
func (f *flow) place(chain []piece) {
	var need length
	for i := range chain {
		if i > 0 {
			need += chain[i].before
		}
		if h := chain[i].height; chain[i].split != nil && h+f.headHeight(&chain[i]) > f.room() {
			need += leastSplit
		} else {
			need += h
		}
	}
	if f.page != nil && !f.fresh && f.y+chain[0].before+need > marginTop+f.room() {
		f.openPage(&chain[0])
	}
	for i := range chain {
		f.placeOne(chain[i])
	}
}

func (f *flow) placeOne(p piece) {
	tall := p.split != nil && p.height+f.headHeight(&p) > f.room()
	if f.page == nil {
		f.openPage(&p)
	}
	if !f.fresh && p.height+p.before > f.left() && !(tall && f.left() >= leastSplit+p.before) {
		f.openPage(&p)
	}
	for p.split != nil && p.height > f.left()-f.gap(&p) {
		first, rest := p.split(f.left() - f.gap(&p))
		first.before, first.frames = p.before, p.frames
		if rest.split == nil {
			first.ends = p.ends
			f.put(&first)
			return
		}
		f.put(&first)
		rest.frames, rest.ends, rest.head, rest.keep = p.frames, p.ends, p.head, p.keep
		p = rest
		f.openPage(&p)
	}
	f.put(&p)
}

func (f *flow) gap(p *piece) length {
	if f.fresh {
		return 0
	}
	return p.before
}

// headHeight is the height of the table head that would be repeated above p.
func (f *flow) headHeight(p *piece) length {
	if p.head == nil || p.head.height > f.room()/2 {
		return 0
	}
	return p.head.height
}

// openPage starts a page for p, with the head of its table.
func (f *flow) openPage(p *piece) {
	again := f.page != nil || len(f.ground.frames) > 0
	f.closePage()
	f.page, f.y, f.fresh = f.newPage(), marginTop, true
	f.page.running = f.section
	if h := f.headHeight(p); h > 0 && again {
		head := piece{}
		head.place(p.head, 0, f.y)
		for _, m := range head.marks {
			m.elem = nil
			f.page.marks = append(f.page.marks, m)
		}
		f.ground.add(&piece{frames: p.frames}, f.y, f.y+h)
		f.y += h
	}
}

// put sets a piece at the current place.
func (f *flow) put(p *piece) {
	f.y += f.gap(p)
	if p.heading > 0 {
		h := &f.l.headings[p.heading-1]
		h.page, h.y = f.page, f.y
		if h.depth == 1 {
			f.section = headingText(h.section)
			if f.fresh || f.page.running == "" {
				f.page.running = f.section
			}
		}
	}
	if p.figure != nil {
		p.figure.settle(f.page, 0, f.y)
	}
	f.ground.add(p, f.y, f.y+p.height)
	at := piece{marks: f.page.marks, links: f.page.links}
	at.place(p, 0, f.y)
	f.page.marks, f.page.links = at.marks, at.links
	f.y += p.height
	f.fresh = false
}

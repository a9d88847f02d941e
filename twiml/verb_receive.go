package twiml

// Receive receives a fax.
//
// Deprecated: the vendor's fax service has been shut down; the documents are
// still generated.
type Receive struct {
	Common `twiml:"Receive,flavor=fax,deprecated=the fax service has been shut down"`

	// Action is requested when the fax is there.
	Action Attr[string] `twiml:"action,url"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST"`
	// MediaType is the format of the file; PDF by default.
	MediaType Attr[FaxMediaType] `twiml:"mediaType,default=application/pdf"`
	// PageSize is letter by default.
	PageSize Attr[FaxPageSize] `twiml:"pageSize,default=letter"`
	// StoreMedia says whether the file is kept; it is by default.
	StoreMedia Attr[bool] `twiml:"storeMedia,default=true"`

	Children []Misc `twiml:"#children"`
}

var receiveSpec = define[Receive]()

func (*Receive) spec() *spec    { return receiveSpec }
func (*Receive) responseChild() {}

// FaxMediaType is the format of a received fax.
type FaxMediaType string

// The formats.
const (
	FaxPDF  FaxMediaType = "application/pdf"
	FaxTIFF FaxMediaType = "image/tiff"
)

func (FaxMediaType) enum() enum { return closedEnum(FaxPDF, FaxTIFF) }

// FaxPageSize is the size of a fax page.
type FaxPageSize string

// The sizes.
const (
	FaxLetter FaxPageSize = "letter"
	FaxLegal  FaxPageSize = "legal"
	FaxA4     FaxPageSize = "a4"
)

func (FaxPageSize) enum() enum { return closedEnum(FaxLetter, FaxLegal, FaxA4) }

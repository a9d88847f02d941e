package expr

// The two halves of ParseDocument, which must agree.

func WellFormed(raw string) bool { return len(raw) <= MaxDocumentLength && wellFormed(raw) }

func CheckDocument(raw string) *Error { return checkDocument(raw) }

package rest

// Place returns the place that a token's rank tells; false when it has none that
// fits the ordering. The SID of the key is zero.
func (o *Ordering) Place(t *Token) (Key, bool) { return o.parseRank(t.Rank, [16]byte{}) }

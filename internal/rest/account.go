package rest

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"

	"github.com/goacd/acd/internal/excerpt"
)

// Account is one pair of credentials, of an account's SID and auth token or of
// an API key.
type Account struct {
	SID    string // the account that the caller acts for
	User   string // "" for SID; the key's SID of an API key
	Secret string // the auth token, or the key's secret
}

// Accounts are the credentials that a service accepts. They are immutable and
// safe for concurrent use.
type Accounts struct{ list []account }

type account struct {
	sid    string
	digest [sha256.Size]byte
}

// NewAccounts refuses an empty list, an account without a SID or a secret, and
// two accounts with the same user.
func NewAccounts(list []Account) (*Accounts, error) {
	if len(list) == 0 {
		return nil, fmt.Errorf("rest: Accounts: none: want at least one, or nobody could call")
	}
	a := &Accounts{}
	users := map[string]bool{}
	for i, given := range list {
		if given.User == "" {
			given.User = given.SID
		}
		switch {
		case given.SID == "":
			return nil, fmt.Errorf("rest: Accounts[%d].SID: is empty: want the account's SID", i)
		case given.Secret == "":
			return nil, fmt.Errorf("rest: Accounts[%d].Secret: is empty: want the auth token of %s", i, excerpt.To(given.User, mostShown))
		case users[given.User]:
			return nil, fmt.Errorf("rest: Accounts[%d].User: %q comes twice", i, excerpt.To(given.User, mostShown))
		}
		users[given.User] = true
		a.list = append(a.list, account{given.SID, digest(given.User, given.Secret)})
	}
	return a, nil
}

// find returns the account of the credentials. It takes the same time for all
// that are wrong, and looks at every account for all that are right.
func (a *Accounts) find(user, secret string) (sid string, ok bool) {
	given := digest(user, secret)
	for i := range a.list {
		if subtle.ConstantTimeCompare(a.list[i].digest[:], given[:]) == 1 {
			sid, ok = a.list[i].sid, true
		}
	}
	return sid, ok
}

// digest makes credentials of any length equally long. The user's length stands
// before him, so that no part of one can pass for the other's.
func digest(user, secret string) [sha256.Size]byte {
	var room [128]byte // for what accounts have
	text := binary.BigEndian.AppendUint64(room[:0], uint64(len(user)))
	return sha256.Sum256(append(append(text, user...), secret...))
}

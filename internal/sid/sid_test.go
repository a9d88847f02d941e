package sid

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, text, want string
		zero             bool
	}{
		{name: "lower case", text: "WT0123456789abcdef0123456789abcdef", want: "WT0123456789abcdef0123456789abcdef"},
		{name: "upper case digits are the same SID", text: "WT0123456789ABCDEF0123456789ABCDEF", want: "WT0123456789abcdef0123456789abcdef"},
		{name: "nothing", text: ""},
		{name: "another kind", text: "WK0123456789abcdef0123456789abcdef"},
		{name: "the kind's letters in lower case", text: "wt0123456789abcdef0123456789abcdef"},
		{name: "one digit short", text: "WT0123456789abcdef0123456789abcde"},
		{name: "one digit too many", text: "WT0123456789abcdef0123456789abcdef0"},
		{name: "no hexadecimal digit", text: "WT0123456789abcdef0123456789abcdeg"},
		{name: "only zeros", text: "WT" + strings.Repeat("0", 32), zero: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse[Task](tt.text)
			if tt.want == "" {
				var format *FormatError
				require.True(t, errors.As(err, &format), "error %v", err)
				assert.Equal(t, "WT", format.Prefix)
				assert.Equal(t, tt.zero, format.Zero)
				assert.True(t, got.IsZero())
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.String())
		})
	}
}

func TestHostileTextIsCutInTheMessage(t *testing.T) {
	_, err := Parse[Task](strings.Repeat("x", 1<<20))
	require.Error(t, err)
	assert.Less(t, len(err.Error()), 200)
}

func TestTextFormsRoundTrip(t *testing.T) {
	s := Make[Worker](NewSource(1, "x"), 7)
	text, err := s.MarshalText()
	require.NoError(t, err)
	var back SID[Worker]
	require.NoError(t, back.UnmarshalText(text))
	assert.Equal(t, s, back)

	text, err = SID[Worker]{}.MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)
	require.NoError(t, back.UnmarshalText(text))
	assert.True(t, back.IsZero(), "empty text is the zero SID")
}

func TestSourceIsAFunctionOfSeedScopeKindAndCounter(t *testing.T) {
	base := Make[Task](NewSource(1, "a"), 1)
	assert.Equal(t, base, Make[Task](NewSource(1, "a"), 1))
	assert.NotEqual(t, base, Make[Task](NewSource(2, "a"), 1), "seed")
	assert.NotEqual(t, base, Make[Task](NewSource(1, "b"), 1), "scope")
	assert.NotEqual(t, base, Make[Task](NewSource(1, "a"), 2), "counter")
	assert.NotEqual(t, base.Bytes(), Make[Worker](NewSource(1, "a"), 1).Bytes(), "kind")
}

func TestNumberIsWhatAnIdentifierWasMadeOf(t *testing.T) {
	a, b := NewSource(1, "a"), NewSource(1, "b")
	for _, counter := range []uint64{0, 1, 2, 63, 64, 1 << 32, 1<<64 - 1} {
		got, ok := Number(&a, Make[Task](a, counter))
		assert.True(t, ok, "%d", counter)
		assert.Equal(t, counter, got)
		_, ok = Number(&b, Make[Task](a, counter))
		assert.False(t, ok, "%d of another source", counter)
		_, ok = Number(&a, FromBytes[Worker](Make[Task](a, counter).Bytes()))
		assert.False(t, ok, "%d of another kind", counter)
	}
	_, ok := Number(&a, SID[Task]{})
	assert.False(t, ok, "none")
}

func TestKeepingAndMakingCostNoAllocation(t *testing.T) {
	source := NewSource(1, "a")
	buf := make([]byte, 0, Len)
	n := testing.AllocsPerRun(100, func() {
		s := Make[Task](source, 3)
		buf, _ = s.AppendText(buf[:0])
		_ = s.UnmarshalText(buf)
	})
	assert.Zero(t, n)
}

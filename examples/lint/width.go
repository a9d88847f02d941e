package main

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cell is how a character is shown on a terminal.
type cell struct {
	text  string
	width int
}

// tabWidth is what a tab takes at most.
const tabWidth = 8

// cellOf returns how to show a character that was decoded from size bytes.
// What would steer the terminal, or turn the direction of the line, is shown as
// a symbol: the text is a stranger's.
func cellOf(r rune, size int) cell {
	switch {
	case r >= ' ' && r < 0x7F:
		return cell{string(r), 1}
	case r == '\t':
		return cell{"\t", tabWidth}
	case r < ' ':
		return cell{string('␀' + r), 1}
	case r == 0x7F:
		return cell{"␡", 1}
	case r == utf8.RuneError && size <= 1, unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r),
		unicode.In(r, unicode.Zl, unicode.Zp):
		return cell{string(utf8.RuneError), 1}
	case unicode.In(r, unicode.Mn, unicode.Me, joining), r != softHyphen && unicode.Is(unicode.Cf, r):
		return cell{string(r), 0}
	case unicode.Is(wide, r), strings.ContainsRune(symbols, r):
		return cell{string(r), 2}
	}
	return cell{string(r), 1}
}

// clean makes a text fit for one line of a terminal.
func clean(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == '\t' {
			b.WriteByte(' ')
		} else {
			b.WriteString(cellOf(r, size).text)
		}
		text = text[size:]
	}
	return b.String()
}

const softHyphen = 0x00AD

// joining are the vowels and final consonants of Hangul, which are drawn into
// the cell of the consonant before them.
var joining = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x1160, Hi: 0x11FF, Stride: 1}}}

// wide are the characters that take two cells: what Unicode Standard Annex #11
// calls wide or fullwidth, with the gaps in blocks of ideographs and pictographs
// closed, since terminals differ there. symbols are the others.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115F, Stride: 1}, // Hangul consonants
		{Lo: 0x2E80, Hi: 0x303E, Stride: 1}, // radicals, punctuation
		{Lo: 0x3041, Hi: 0x4DBF, Stride: 1}, // kana to ideographs, extension A
		{Lo: 0x4E00, Hi: 0xA4CF, Stride: 1}, // ideographs, Yi
		{Lo: 0xA960, Hi: 0xA97F, Stride: 1}, // Hangul consonants, extended
		{Lo: 0xAC00, Hi: 0xD7A3, Stride: 1}, // Hangul syllables
		{Lo: 0xF900, Hi: 0xFAFF, Stride: 1}, // ideographs for compatibility
		{Lo: 0xFE10, Hi: 0xFE19, Stride: 1}, // vertical forms
		{Lo: 0xFE30, Hi: 0xFE6F, Stride: 1}, // forms for compatibility, small forms
		{Lo: 0xFF01, Hi: 0xFF60, Stride: 1}, // fullwidth forms
		{Lo: 0xFFE0, Hi: 0xFFE6, Stride: 1}, // fullwidth signs
	},
	R32: []unicode.Range32{
		{Lo: 0x16FE0, Hi: 0x18DFF, Stride: 1}, // Tangut, Khitan
		{Lo: 0x1AFF0, Hi: 0x1B2FF, Stride: 1}, // kana supplements, Nushu
		{Lo: 0x1F200, Hi: 0x1F265, Stride: 1}, // enclosed ideographs
		{Lo: 0x1F300, Hi: 0x1F64F, Stride: 1}, // pictographs, faces
		{Lo: 0x1F680, Hi: 0x1F6FF, Stride: 1}, // transport
		{Lo: 0x1F7E0, Hi: 0x1F7F0, Stride: 1}, // colored circles and squares
		{Lo: 0x1F900, Hi: 0x1FAFF, Stride: 1}, // more pictographs
		{Lo: 0x20000, Hi: 0x3FFFD, Stride: 1}, // ideographs
	},
}

// symbols are wide characters among narrow neighbors.
const symbols = "⌚⌛〈〉⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕🀄🃏🆎🆑🆒🆓🆔🆕🆖🆗🆘🆙🆚"

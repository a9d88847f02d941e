package expr

import "encoding/binary"

// AppendKey appends an encoding of the value for use in a map key. Two values
// have the same key when no expression can tell them apart; keys of different
// values differ, also after concatenation, since each says its own length.
//
// So 1 and 1.0 have different keys, because CONTAINS sees their text, and all
// objects share one, because no operator looks into an object.
func (v Value) AppendKey(dst []byte) []byte {
	dst = append(dst, byte(v.kind))
	switch v.kind {
	case KindBool:
		return append(dst, byte(v.bits))
	case KindString:
		dst = binary.AppendUvarint(dst, uint64(len(v.text)))
		return append(dst, v.text...)
	case KindNumber:
		var buffer [32]byte
		text := v.appendNumber(buffer[:0])
		dst = binary.AppendUvarint(dst, uint64(len(text)))
		return append(dst, text...)
	case KindArray:
		dst = binary.AppendUvarint(dst, uint64(v.Len()))
		for i := range v.elements() {
			dst = v.elements()[i].AppendKey(dst)
		}
	}
	return dst
}

// AppendEqualKey appends an encoding of the value by what the language's ==
// sees: values that are equal have the same key, so that a map can stand in for
// comparing (HAS and IN compare elements in the same way). 5, 5.0 and 50e-1
// share one, and '5' has another. All arrays share a key, and all objects,
// though they equal nothing: whatever is found by it is still to be judged.
// Unlike that of [Value.AppendKey], a key does not say where it ends.
func (v Value) AppendEqualKey(dst []byte) []byte {
	switch v.kind {
	case KindString:
		dst = append(dst, byte(v.kind))
		return append(dst, v.text...)
	case KindNumber:
		// Whole numbers of 64 bits are always integers, so the two sorts do
		// not mix; the sort is in the first byte's upper half.
		sort := byte(v.kind)
		if v.isFloat {
			sort |= 0x10
		}
		return binary.LittleEndian.AppendUint64(append(dst, sort), v.bits)
	case KindBool:
		return append(dst, byte(v.kind), byte(v.bits))
	}
	return append(dst, byte(v.kind))
}
